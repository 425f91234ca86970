using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Apply.ClientSide;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Gateway;

/// <summary>Writes the type where the server does not record who owns a field: an annotation says who holds it.</summary>
internal sealed class ClientSideGatewayWriter(ClusterConnection cluster, ApiResource services, GatewayOptions options) : IGatewayWriter
{
    /// <inheritdoc/>
    public Task<JsonObject> SetTypeAsync(JsonObject live, string type, CancellationToken cancel)
    {
        var annotations = new JsonObject { [ClientSideOwnership.GatewayMark] = type };
        // As if it had been applied so; else the next apply would have to record it.
        if (LastApplied.Read(live) is { } applied && applied["spec"] is JsonObject appliedSpec)
        {
            ClientSideOwnership.SetType(appliedSpec, type);
            annotations[OwnershipMigration.LastApplied] = $"{KubeJson.ToText(applied)}\n";
        }

        var spec = new JsonObject { ["type"] = type, ["ports"] = live["spec"]?["ports"]?.DeepClone() };
        ClientSideOwnership.SetType(spec, type);
        return PatchAsync(new() { ["metadata"] = new JsonObject { ["annotations"] = annotations }, ["spec"] = spec }, cancel);
    }

    /// <inheritdoc/>
    public Task<JsonObject> ReleaseAsync(JsonObject live, CancellationToken cancel) =>
        PatchAsync(new() { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [ClientSideOwnership.GatewayMark] = null } } }, cancel);

    private Task<JsonObject> PatchAsync(JsonObject patch, CancellationToken cancel) =>
        cluster.PatchAsync(services, options.Namespace, GatewayReport.ServiceName, PatchType.Merge, patch, FieldManager.Gateway, null, cancel);
}
