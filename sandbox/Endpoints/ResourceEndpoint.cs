using Cake.Istio.Sandbox.Discovery;
using Cake.Istio.Sandbox.Registry;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Answers requests about resources. One file per verb.</summary>
internal sealed partial class ResourceEndpoint(ObjectStore store, ObjectRegistry registry, ResourceCatalog catalog, ReviewEndpoint reviews, ServerVersion server, TimeProvider time)
{
    /// <summary>Answers a request.</summary>
    /// <returns>Whether anything was stored.</returns>
    /// <exception cref="StatusException">The refusal.</exception>
    public async Task<bool> AnswerAsync(ApiCall call)
    {
        var verb = Verb(call);
        var verbs = call.Path.Subresource is { } name
            ? call.Resource.Subresource(name)?.Verbs ?? throw (call.Resource.Custom is null ? NoSuchResource() : StatusException.NotFound(call.Resource.Key, call.Path.Name ?? ""))
            : call.Resource.Schema.Verbs;
        // A PUT or POST of the collection and of an object differ in the path only.
        // Across namespaces objects are only listed.
        if (verb is null || !verbs.Contains(verb) || (verb != "list" && call.Resource.Namespaced && call.Path.Namespace is null))
            throw NotAllowed(call, verb);
        if (verb == "create" && call.Resource.Custom is { IsTerminating: true })
            throw NotAllowed(call, verb, "create not allowed while custom resource definition is terminating");
        if (call.Resource.Custom is null)
            Negotiated.CheckProduced(call.Http.Request.Headers.Accept.ToString(), isList: verb == "list");
        if (Deprecated(call.Resource) is { } deprecated)
            Answer.Warn(call.Http, [deprecated]);
        if (await TrySubresourceAsync(call, verb) is { } persisted)
            return persisted;
        switch (verb)
        {
            case "get":
                await GetAsync(call);
                return false;
            case "list" when call.QueryFlag("watch"):
                await WatchAsync(call);
                return false;
            case "list":
                await ListAsync(call);
                return false;
            case "create":
                return await CreateAsync(call);
            case "update":
                return await UpdateAsync(call);
            case "patch":
                return await PatchAsync(call);
            case "delete":
                return await DeleteAsync(call);
            default:
                return await DeleteCollectionAsync(call);
        }
    }

    /// <summary>What a server says under a group that it has about a version or resource that it has not.</summary>
    public static StatusException NoSuchResource() => new(HttpStatusCode.NotFound, "NotFound", "the server could not find the requested resource") { HasDetails = true };

    private string? Deprecated(ResourceDefinition resource) => resource.Custom is not null ? resource.Custom.DeprecationWarning : (resource.ApiVersion, resource.Plural) switch
    {
        ("v1", "endpoints") when server.Minor >= 33 => "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
        ("v1", "componentstatuses") when server.Minor >= 19 => "v1 ComponentStatus is deprecated in v1.19+",
        _ => null,
    };

    private static StatusException NotAllowed(ApiCall call, string? verb, string? why = null)
    {
        if (call.Resource.Custom is null)
            return new StatusException(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed", "the server does not allow this method on the requested resource") { HasDetails = true };
        if (verb is null && call.Http.Request.Method is "PUT" or "PATCH")
            return StatusException.BadRequest("name must be provided");
        return new StatusException(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed", why ?? $"{verb ?? "create"} is not supported on resources of kind \"{call.Resource.Key}\"")
        {
            Group = call.Resource.Group,
            Kind = call.Resource.Plural,
        };
    }

    // A server that does not know fieldValidation yet drops unknown fields silently.
    private WriteRequest Write(ApiCall call, ICollection<string> warnings)
    {
        WriteOptions.Check(call);
        var request = call.ToWrite(warnings);
        return server.HasFieldValidation ? request : request with { FieldValidation = FieldValidation.Ignore };
    }

    private static string? Verb(ApiCall call) => (call.Http.Request.Method, call.Path.Name is not null) switch
    {
        ("GET" or "HEAD", true) => "get",
        ("GET" or "HEAD", false) => "list",
        ("POST", _) when call.Path.Name is null || call.Path.Subresource is not null => "create",
        ("PUT", true) => "update",
        ("PATCH", true) => "patch",
        ("DELETE", true) => "delete",
        ("DELETE", false) => "deletecollection",
        _ => null,
    };
}
