using Cake.Istio.Sandbox.FieldOwnership;

namespace Cake.Istio.Sandbox.Registry;

/// <content>Server-side apply.</content>
internal sealed partial class ObjectRegistry
{
    /// <summary>Applies a configuration: creates the object, or lays the configuration over it.</summary>
    /// <param name="request">What it is about.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="cancellationToken">Ends calls to webhooks.</param>
    /// <exception cref="StatusException">The refusal; 409 with its causes when others own fields that would change.</exception>
    public async Task<WriteResult> ApplyAsync(WriteRequest request, JsonObject config, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = TryFind(request);
            var old = stored is null ? null : InVersion(request, stored);
            if (old is null && request.Subresource is not null)
                throw StatusException.NotFound(request.Resource.Key, request.Name!);
            var value = ServerSideApply.Apply(Ownership(request), old, config, request.Manager, request.Force);
            if (stored is null && value.Text("metadata", "uid") is { Length: > 0 } uid)
                throw StatusException.Conflict(request.Resource.Key, request.Name!, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
            ObjectNaming.CheckUpdate(request, value);
            if (stored is null)
            {
                try
                {
                    return await CreateNamedAsync(request, value, cancellationToken);
                }
                catch (StatusException raced) when (raced.Reason == "AlreadyExists")
                {
                    continue;
                }
            }
            CheckIdentity(stored, old!, value);
            if (await TryReplaceAsync(request, stored, value, cancellationToken) is { } result)
                return result;
        }
    }
}
