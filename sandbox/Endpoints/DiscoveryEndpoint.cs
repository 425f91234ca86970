using Cake.Istio.Sandbox.Discovery;
using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Answers <c>/api</c>, <c>/apis</c> and what is under them down to a version.</summary>
internal sealed class DiscoveryEndpoint(ResourceCatalog catalog, ServerVersion server)
{
    /// <summary>Answers <c>/api</c> or <c>/apis</c>, aggregated when the client prefers that.</summary>
    public Task RootAsync(HttpContext http, bool core)
    {
        var resources = catalog.All.Where(resource => resource.Group.Length == 0 == core);
        foreach (var media in MediaType.ParseList(http.Request.Headers.Accept.ToString()))
        {
            if (server.HasAggregatedDiscovery && media is { Name: MediaType.Json } && media["as"] == "APIGroupDiscoveryList" && media["g"] == "apidiscovery.k8s.io" && media["v"] is "v2" or "v2beta1")
            {
                http.Response.Headers.Vary = "Accept";
                return Answer.JsonAsync(http, HttpStatusCode.OK, AggregatedDiscovery.List(media["v"]!, resources),
                    $"application/json;g=apidiscovery.k8s.io;v={media["v"]};as=APIGroupDiscoveryList");
            }
            if (media is { Name: MediaType.Json or "*/*" } && media["as"] is null)
                break;
        }
        return Answer.JsonAsync(http, HttpStatusCode.OK, core ? DiscoveryDocuments.CoreVersions(http.Request.Host.ToString()) : DiscoveryDocuments.Groups(resources));
    }

    /// <summary>Answers <c>/apis/group</c>.</summary>
    public Task GroupAsync(HttpContext http, string group) => OrNotFoundAsync(http, DiscoveryDocuments.Group(group, catalog.All), group);

    /// <summary>Answers <c>/api/v1</c> and <c>/apis/group/version</c>.</summary>
    public Task VersionAsync(HttpContext http, string group, string version) => OrNotFoundAsync(http, DiscoveryDocuments.Resources(group, version, catalog.All), group);

    private Task OrNotFoundAsync(HttpContext http, JsonObject? document, string group)
    {
        if (document is not null)
            return Answer.JsonAsync(http, HttpStatusCode.OK, document);
        return catalog.BuiltInGroups.Contains(group) ? throw ResourceEndpoint.NoSuchResource() : Answer.PageNotFoundAsync(http);
    }
}
