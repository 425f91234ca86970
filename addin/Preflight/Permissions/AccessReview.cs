using System.Text.Json.Nodes;
using Cake.Istio.Cluster;

namespace Cake.Istio.Preflight.Permissions;

/// <summary>Asks the API server whether the user may do something (SelfSubjectAccessReview).</summary>
internal sealed class AccessReview(ClusterConnection cluster)
{
    private const string Path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    /// <summary>Asks about a request for a resource.</summary>
    /// <param name="permission">What; a resource may have a subresource, as in <c>pods/log</c>.</param>
    /// <param name="name">The object's name, or null for any.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task<bool> IsAllowedAsync(Permission permission, string? name, CancellationToken cancel)
    {
        var resource = permission.Resource.Split('/', 2);
        var attributes = new JsonObject
        {
            ["verb"] = permission.Verb,
            ["group"] = permission.Group,
            ["resource"] = resource[0],
        };
        if (resource is [_, var subresource])
            attributes["subresource"] = subresource;
        if (permission.Namespace is not null)
            attributes["namespace"] = permission.Namespace;
        if (name is not null)
            attributes["name"] = name;
        return AskAsync("resourceAttributes", attributes, cancel);
    }

    /// <summary>Asks about a request for a path that is no resource.</summary>
    /// <param name="verb">Such as <c>get</c>.</param>
    /// <param name="path">Such as <c>/metrics</c>.</param>
    /// <param name="cancel">Ends the request.</param>
    public Task<bool> IsPathAllowedAsync(string verb, string path, CancellationToken cancel) =>
        AskAsync("nonResourceAttributes", new() { ["verb"] = verb, ["path"] = path }, cancel);

    private async Task<bool> AskAsync(string kind, JsonObject attributes, CancellationToken cancel)
    {
        var review = new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SelfSubjectAccessReview",
            ["spec"] = new JsonObject { [kind] = attributes },
        };
        return (bool?)(await cluster.ReviewAsync(Path, review, cancel))["status"]?["allowed"] == true;
    }
}
