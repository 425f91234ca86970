using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Admission;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Storage;

namespace Cake.Istio.Sandbox.Controllers.Runtime;

/// <summary>Does what a controller wants, through admission, under the controller's own name.</summary>
internal sealed class WriteExecutor(IClusterState state, IAdmission admission, EventRecorder events, ControllerIdentity identity)
{
    /// <summary>Does all of it in order.</summary>
    /// <exception cref="StatusException">The first refusal; what follows it is not done.</exception>
    public async Task ApplyAsync(IEnumerable<Write> writes, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var write in writes)
        {
            switch (write)
            {
                case Write.Create create:
                    await CreateAsync(create.Resource, create.Value, cancellationToken);
                    break;
                case Write.Replace replace:
                    await ReplaceAsync(replace, versions, cancellationToken);
                    break;
                case Write.Delete delete:
                    await DeleteAsync(delete, cancellationToken);
                    break;
                case Write.Emit emit:
                    events.Record(emit, identity);
                    break;
            }
        }
    }

    /// <summary>Creates an object.</summary>
    /// <returns>The object as stored.</returns>
    /// <exception cref="StatusException">Admission or the state refuses it.</exception>
    public async Task<JsonObject> CreateAsync(ResourceKey resource, JsonObject value, CancellationToken cancellationToken)
    {
        var request = Request(AdmissionOperation.Create, resource, value, null);
        var admitted = await admission.MutateAsync(request, cancellationToken) ?? value;
        await admission.ValidateAsync(request with { Object = admitted }, cancellationToken);
        return state.Create(resource, admitted, identity.Manager);
    }

    // Several replacements of one object in a row are all computed from the version that was read; each but the first follows the one before it.
    private async Task ReplaceAsync(Write.Replace replace, Dictionary<string, string> versions, CancellationToken cancellationToken)
    {
        var read = replace.Value.Text("metadata", "resourceVersion") ?? "";
        if (versions.TryGetValue(read, out var latest))
            replace.Value.Child("metadata")["resourceVersion"] = latest;
        var old = state.Get(replace.Resource, replace.Value.Namespace(), replace.Value.Name());
        var request = Request(AdmissionOperation.Update, replace.Resource, replace.Value, old) with { Subresource = replace.Subresource };
        var admitted = await admission.MutateAsync(request, cancellationToken) ?? replace.Value;
        await admission.ValidateAsync(request with { Object = admitted }, cancellationToken);
        var written = state.Update(replace.Resource, admitted, identity.Manager, replace.Subresource);
        versions[read] = written.Text("metadata", "resourceVersion") ?? "";
    }

    private async Task DeleteAsync(Write.Delete delete, CancellationToken cancellationToken)
    {
        var request = Request(AdmissionOperation.Delete, delete.Resource, delete.Value, delete.Value) with { Object = null };
        await admission.MutateAsync(request, cancellationToken);
        await admission.ValidateAsync(request, cancellationToken);
        state.Delete(delete.Resource, delete.Value.Namespace(), delete.Value.Name(), (delete.Options ?? new DeleteOptions()) with { Uid = delete.Value.Uid() });
    }

    private AdmissionRequest Request(AdmissionOperation operation, ResourceKey resource, JsonObject value, JsonObject? old) => new()
    {
        Operation = operation,
        Resource = resource,
        Version = (value.Text("apiVersion") ?? "").Split('/')[^1],
        Kind = value.Text("kind") ?? "",
        Namespace = value.Namespace(),
        Name = value.Name(),
        Object = value,
        OldObject = old,
        User = new UserInfo(identity.User, Groups()),
    };

    private IReadOnlyList<string> Groups() => identity.User.StartsWith("system:node:", StringComparison.Ordinal)
        ? ["system:nodes", "system:authenticated"]
        : identity.User.StartsWith("system:serviceaccount:", StringComparison.Ordinal)
            ? ["system:serviceaccounts", "system:serviceaccounts:kube-system", "system:authenticated"]
            : ["system:authenticated"];
}
