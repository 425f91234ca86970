using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.Registry;

namespace Cake.Istio.Sandbox.Controllers.Runtime;

/// <summary>Writes as a client of the API server would: defaults, admission, validation and field ownership apply, only the network is left out.</summary>
internal sealed class ClusterWriter(ObjectRegistry registry, ResourceCatalog catalog)
{
    /// <summary>Creates an object.</summary>
    /// <returns>The object as stored.</returns>
    /// <exception cref="StatusException">It is refused.</exception>
    public async Task<JsonObject> CreateAsync(ResourceKey resource, JsonObject value, ControllerIdentity identity, CancellationToken cancellationToken)
    {
        var request = Request(resource, value, identity) with { KeepStatus = true };
        return (await registry.CreateAsync(request, Complete(request, value), cancellationToken)).Object.Read();
    }

    /// <summary>Replaces an object, or its subresource only.</summary>
    /// <returns>The object as stored.</returns>
    /// <exception cref="StatusException">It is refused; 409 when the object has changed since it was read.</exception>
    public async Task<JsonObject> ReplaceAsync(ResourceKey resource, JsonObject value, string? subresource, ControllerIdentity identity, CancellationToken cancellationToken)
    {
        var request = Request(resource, value, identity) with { Name = value.Name(), Subresource = subresource };
        return (await registry.UpdateAsync(request, Complete(request, value), cancellationToken)).Object.Read();
    }

    /// <summary>Deletes the object that was read, and no other of the same name.</summary>
    /// <exception cref="StatusException">It is refused.</exception>
    public Task DeleteAsync(ResourceKey resource, JsonObject value, DeleteOptions? options, ControllerIdentity identity, CancellationToken cancellationToken) =>
        registry.DeleteAsync(
            Request(resource, value, identity) with { Name = value.Name() }, (options ?? new DeleteOptions()) with { Uid = value.Uid() }, cancellationToken);

    private static JsonObject Complete(WriteRequest request, JsonObject value)
    {
        var copy = value.DeepClone().AsObject();
        ObjectForm.Complete(request.Resource.Schema, copy);
        return copy;
    }

    private WriteRequest Request(ResourceKey resource, JsonObject value, ControllerIdentity identity) => new()
    {
        Resource = catalog.FindKind(value.Text("apiVersion") ?? "", value.Text("kind") ?? "") ?? catalog.Find(resource) ?? throw StatusException.NotFound(resource, value.Name()),
        Namespace = value.Namespace(),
        Manager = identity.Manager,
        User = identity.User,
    };
}
