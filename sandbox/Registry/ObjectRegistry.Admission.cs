using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Admission;
using Cake.Istio.Sandbox.Controllers.Objects;

namespace Cake.Istio.Sandbox.Registry;

/// <content>What admission and validation see of a write.</content>
internal sealed partial class ObjectRegistry
{
    private async Task<JsonObject> AdmitAsync(
        WriteRequest request, AdmissionOperation operation, JsonObject value, JsonObject? old, CancellationToken cancellationToken) =>
        await admission.MutateAsync(Review(request, operation, value, old), cancellationToken) ?? value;

    private static AdmissionRequest Review(WriteRequest request, AdmissionOperation operation, JsonObject? value, JsonObject? old) => new()
    {
        Operation = operation,
        Resource = request.Resource.Key,
        Version = request.Resource.Version,
        Kind = request.Resource.Kind,
        Subresource = request.Subresource,
        Namespace = request.Namespace,
        Name = request.Name ?? value?.Name() ?? "",
        Object = value,
        OldObject = old,
        DryRun = request.DryRun,
        User = request.User,
        Warnings = request.Warnings,
    };
}
