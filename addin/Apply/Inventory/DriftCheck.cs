using Cake.Istio.Apply.Locking;
using Cake.Istio.Cluster;

namespace Cake.Istio.Apply.Inventory;

/// <summary>Compares the cluster with the manifests of the last revision. Persists nothing.</summary>
internal sealed class DriftCheck(ClusterConnection cluster, PlannerOptions options, TimeProvider time)
{
    /// <summary>Reads the record and says what has changed since.</summary>
    public async Task<DriftReport> RunAsync(CancellationToken cancel)
    {
        var record = await new RecordStore(cluster, options.Namespace).ReadAsync(cancel);
        var store = new RevisionStore(cluster, options.Namespace);
        var revisions = await store.ReadListAsync(cancel);
        var report = new DriftReport(record, revisions, []) { LockedBy = await InstallLock.HolderAsync(cluster, options.Namespace, time, cancel) };
        if (record is null || revisions is not [.., var last])
            return report;
        var installed = await store.ReadAsync(last.Number, cancel);
        var plan = await new Planner(cluster, options with { ForceConflicts = false }).PlanAsync(installed.Manifests, cancel);
        return report with { Drift = [.. plan.Changes.Where(change => change.Action != ChangeAction.Unchanged)] };
    }
}
