using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Gateway;

/// <summary>Writes the ingress gateway's type under a field manager of its own, so that an install leaves it alone.</summary>
internal sealed class GatewayWriter(ClusterConnection cluster, ApiResource services, GatewayOptions options) : IGatewayWriter
{
    /// <inheritdoc/>
    /// <exception cref="MeshException"><see cref="ErrorCode.FieldConflict"/>: somebody else has set the type.</exception>
    public async Task<JsonObject> SetTypeAsync(JsonObject live, string type, CancellationToken cancel)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Service",
            ["metadata"] = new JsonObject { ["name"] = GatewayReport.ServiceName, ["namespace"] = options.Namespace },
            ["spec"] = new JsonObject { ["type"] = type },
        };
        try
        {
            return await ApplyAsync(body, options.ForceConflicts, cancel);
        }
        catch (ApiException refusal) when (FieldConflict.IsIn(refusal.Status) && FieldConflict.Read(refusal.Status).All(IsOverruled))
        {
            return await ApplyAsync(body, force: true, cancel);
        }
        catch (ApiException refusal) when (FieldConflict.IsIn(refusal.Status))
        {
            var why = Refusal.Of(refusal.Status, exists: true);
            throw new MeshException(why.Code, why.Message, why.Hint, new ObjectRef("v1", "Service", options.Namespace, GatewayReport.ServiceName), innerException: refusal);
        }
    }

    /// <inheritdoc/>
    public async Task<JsonObject> ReleaseAsync(JsonObject live, CancellationToken cancel)
    {
        // An apply without the field would remove it, and with it the node ports.
        var rest = (live["metadata"]?["managedFields"] as JsonArray ?? []).OfType<JsonObject>()
            .Zip(ManagedFieldsEntry.Read(live))
            .Where(entry => entry.Second.Manager != FieldManager.Gateway)
            .Select(entry => entry.First.DeepClone());
        JsonArray patch =
        [
            new JsonObject { ["op"] = "test", ["path"] = "/metadata/resourceVersion", ["value"] = live["metadata"]?["resourceVersion"]?.DeepClone() },
            new JsonObject { ["op"] = "replace", ["path"] = "/metadata/managedFields", ["value"] = new JsonArray([.. rest]) },
        ];
        return await cluster.PatchAsync(services, options.Namespace, GatewayReport.ServiceName, PatchType.Json, patch, FieldManager.Gateway, null, cancel);
    }

    // The release's own value, from this installer or from the procedure by hand, is what this step is there to overrule.
    private static bool IsOverruled(FieldConflict conflict) =>
        conflict.Manager == FieldManager.Installer || FieldManager.IsHandProcedure(conflict.Manager);

    private async Task<JsonObject> ApplyAsync(JsonObject body, bool force, CancellationToken cancel) =>
        (await cluster.ApplyAsync(services, body, new() { FieldManager = FieldManager.Gateway, Force = force }, cancel)).Json;
}
