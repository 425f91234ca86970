using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.Inventory;

/// <summary>Keeps the record of an install as a ConfigMap in the mesh namespace.</summary>
internal sealed class RecordStore(ClusterConnection cluster, string ns)
{
    /// <summary>The ConfigMap's name.</summary>
    public const string Name = "cake-istio";

    private const string Key = "record.json";

    /// <summary>The label of everything that is about installs and not part of the mesh.</summary>
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";

    /// <summary>Reads the record, or null where nothing is installed.</summary>
    public async Task<InstallRecord?> ReadAsync(CancellationToken cancel) =>
        await cluster.GetAsync(await ConfigMapsAsync(cancel), ns, Name, cancel) is { } map && (string?)map["data"]?[Key] is { } text
            ? RecordJson.Read(text)
            : null;

    /// <summary>Writes the record. The caller holds the install lock.</summary>
    public async Task WriteAsync(InstallRecord record, CancellationToken cancel)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = Name,
                ["namespace"] = ns,
                ["labels"] = new JsonObject { [ManagedByLabel] = FieldManager.Installer },
            },
            ["data"] = new JsonObject { [Key] = KubeJson.ToText(RecordJson.Write(record), indented: true) },
        };
        await cluster.SetAsync(await ConfigMapsAsync(cancel), body, FieldManager.Installer, cancel);
    }

    /// <summary>How the record that is there now, and no later one, is deleted; null where there is none.</summary>
    public async Task<DeleteOptions?> ToPreconditionAsync(CancellationToken cancel) =>
        await cluster.GetAsync(await ConfigMapsAsync(cancel), ns, Name, cancel) is { } map ? DeleteOptions.Exactly(map) : null;

    /// <summary>Removes the record, at the very end of an uninstall, after the lock: whoever has taken that since and recorded something keeps it.</summary>
    /// <param name="record">What <see cref="ToPreconditionAsync"/> gave while the lock was held.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task DeleteAsync(DeleteOptions record, CancellationToken cancel)
    {
        try
        {
            await cluster.DeleteAsync(await ConfigMapsAsync(cancel), ns, Name, record, cancel);
        }
        catch (ApiException refusal) when (refusal.Status.Code == 409)
        {
            // Another install has written its own record.
        }
    }

    private async Task<ApiResource> ConfigMapsAsync(CancellationToken cancel) =>
        (await cluster.DiscoverAsync(refresh: false, cancel)).Find("v1", "ConfigMap")!;
}
