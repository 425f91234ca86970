using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.Removal;

/// <summary>Finds what a control plane made at run time.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="ns">The mesh namespace.</param>
internal sealed class RuntimeObjectSearch(ClusterConnection cluster, string ns)
{
    /// <summary>What of the table is there just now: each as a deletion, or, where it is somebody else's own, as skipped with the reason.</summary>
    public async Task<IReadOnlyList<PlannedChange>> FindAsync(IEnumerable<RuntimeObject> rows, CancellationToken cancel)
    {
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        var found = await Task.WhenAll(rows.Select(row => FindAsync(row, discovery, cancel)));
        return [.. found.SelectMany(changes => changes)];
    }

    /// <summary>Those that would do harm without what made them.</summary>
    /// <param name="gone">What is removed, or was already.</param>
    /// <param name="cancel">Ends the requests.</param>
    public Task<IReadOnlyList<PlannedChange>> FindOrphansAsync(IEnumerable<ObjectRef> gone, CancellationToken cancel)
    {
        var workloads = gone.Where(subject => subject.Kind == "Deployment" && subject.Namespace == ns).Select(subject => subject.Name).ToHashSet(StringComparer.Ordinal);
        return FindDeletionsAsync(row => row.Workload is { } workload && workloads.Contains(workload), cancel);
    }

    /// <summary>What of some rows of the table is there and may be deleted.</summary>
    public async Task<IReadOnlyList<PlannedChange>> FindDeletionsAsync(Func<RuntimeObject, bool> which, CancellationToken cancel) =>
        [.. (await FindAsync(RuntimeObjects.All.Where(which), cancel)).Where(change => change.Action == ChangeAction.Deleted)];

    private async Task<IEnumerable<PlannedChange>> FindAsync(RuntimeObject row, ApiDiscovery discovery, CancellationToken cancel)
    {
        var group = new ObjectRef(row.ApiVersion, row.Kind, null, "").Group;
        if ((discovery.Find(row.ApiVersion, row.Kind) ?? discovery.PreferredFor(group, row.Kind)) is not { } resource)
            return [];
        var list = await cluster.ListAsync(resource, row.IsEverywhere ? null : ns, new() { FieldSelector = row.FieldSelector }, cancel);
        return list.Items.Where(row.IsIt).Select(item => row.Obstacle(item) is { } obstacle
            ? Planned(resource, item, ChangeAction.Skipped, obstacle)
            : Planned(resource, item, ChangeAction.Deleted, $"made by {row.MadeBy} at run time"));
    }

    private static PlannedChange Planned(ApiResource resource, JsonObject live, ChangeAction action, string why)
    {
        var subject = new ObjectRef(resource.ApiVersion, resource.Kind, (string?)live["metadata"]?["namespace"], (string?)live["metadata"]?["name"] ?? "");
        return new(subject, action) { Stage = StageOrder.StageOf(subject), Resource = resource, Live = live, Message = why };
    }
}
