using Cake.Istio.Cluster;

namespace Cake.Istio.Apply.Inventory;

/// <summary>Compares the cluster with the manifests of the last revision. Persists nothing.</summary>
internal sealed class DriftCheck(ClusterConnection cluster, PlannerOptions options)
{
    /// <summary>Reads the record and says what has changed since.</summary>
    public async Task<DriftReport> RunAsync(CancellationToken cancel)
    {
        var record = await new RecordStore(cluster, options.Namespace).ReadAsync(cancel);
        var store = new RevisionStore(cluster, options.Namespace);
        var revisions = await store.ReadListAsync(cancel);
        if (record is null || revisions is not [.., var last])
            return new(record, revisions, []);
        var installed = await store.ReadAsync(last.Number, cancel);
        var plan = await new Planner(cluster, options with { ForceConflicts = false }).PlanAsync(installed.Manifests, cancel);
        return new(record, revisions, [.. plan.Changes.Where(change => change.Action != ChangeAction.Unchanged)]);
    }
}
