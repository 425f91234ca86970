using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Sandbox.Admission;

/// <summary>Asks the authorizer about requests before they are looked at any further.</summary>
internal sealed class AccessGate(IAuthorizer authorizer, ObjectStore store)
{
    /// <summary>Lets the request pass, or not. A server-side apply that creates needs the right to create as well.</summary>
    /// <exception cref="StatusException">403.</exception>
    public void Check(HttpRequest request, UserInfo user, RequestPath path, ResourceDefinition resource)
    {
        var watch = request.Query["watch"].ToString() is "true" or "1";
        var attributes = new AccessAttributes(
            user.Username, AccessAttributes.VerbOf(request.Method, path.Name is not null, watch), path.Group, resource.Plural, path.Subresource, path.Namespace, path.Name);
        Require(attributes);
        if (IsApply(request) && path.Name is not null && store.Table(resource.Key).Find(path.Namespace, path.Name) is null)
            Require(attributes with { Verb = "create" });
    }

    private void Require(AccessAttributes attributes)
    {
        if (!authorizer.IsAllowed(attributes))
            throw AccessRefusal.Of(attributes);
    }

    private static bool IsApply(HttpRequest request) =>
        request.Method == "PATCH" && request.ContentType?.StartsWith(MediaType.ApplyPatch, StringComparison.OrdinalIgnoreCase) == true;
}
