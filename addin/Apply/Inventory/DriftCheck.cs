using Cake.Istio.Apply.Locking;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Apply.Inventory;

/// <summary>Compares the cluster with the manifests of the revision that is recorded. Persists nothing.</summary>
internal sealed class DriftCheck(ClusterConnection cluster, PlannerOptions options, TimeProvider time)
{
    private readonly RevisionStore _store = new(cluster, options.Namespace);

    /// <summary>Reads the record and says what has changed since.</summary>
    public async Task<DriftReport> RunAsync(CancellationToken cancel)
    {
        var record = await new RecordStore(cluster, options.Namespace).ReadAsync(cancel);
        var revisions = await _store.ReadListAsync(cancel);
        var report = new DriftReport(record, revisions, []) { LockedBy = await InstallLock.HolderAsync(cluster, options.Namespace, time, cancel) };
        if (record is null or { State: RecordState.Removing })
            return report;
        // What is kept beyond the record is of another history, such as the one before the record was lost.
        var last = revisions.LastOrDefault(revision => revision.Number <= record.Revision);
        // Nothing is kept of an install that has not ended, so that until then everything is to be as the one before made it.
        if (record.State == RecordState.Installing)
            return last is null ? report : await CompareAsync(report, last.Number, cancel);
        return last?.Number == record.Revision
            ? await CompareAsync(report, last.Number, cancel)
            : await FindGoneAsync(report, record, $"the manifests of revision {record.Revision} are not kept any more", cancel);
    }

    private async Task<DriftReport> CompareAsync(DriftReport report, int number, CancellationToken cancel)
    {
        try
        {
            var installed = await _store.ReadAsync(number, cancel);
            var plan = await new Planner(cluster, options with { ForceConflicts = false }).PlanAsync(installed.Manifests, cancel);
            var drift = plan.Changes.Where(change => change.Action != ChangeAction.Unchanged).ToList();
            return report with { ComparedWith = number, Drift = await FindRefusedAsync(drift, installed, cancel) };
        }
        catch (MeshException damage) when (damage.Code is ErrorCode.RecordUnreadable or ErrorCode.NothingRecorded)
        {
            return await FindGoneAsync(report, report.Record!, damage.Text.TrimEnd('.'), cancel);
        }
    }

    // A conflict hides what the server refuses once it is overruled, such as a change of a field that cannot be changed.
    private async Task<IReadOnlyList<PlannedChange>> FindRefusedAsync(IReadOnlyList<PlannedChange> drift, Revision installed, CancellationToken cancel)
    {
        var contested = drift.Where(change => change.Code == ErrorCode.FieldConflict).Select(change => change.Source).ToHashSet();
        if (contested.Count == 0)
            return drift;
        var forced = await new Planner(cluster, options with { ForceConflicts = true }).PlanAsync([.. installed.Manifests.Where(item => contested.Contains(item.Source))], cancel);
        var refused = forced.Refusals.ToDictionary(change => change.Key);
        return [.. drift.Select(change => refused.GetValueOrDefault(change.Key, change))];
    }

    // Without manifests, only whether each object is still the one that was recorded can be told.
    private async Task<DriftReport> FindGoneAsync(DriftReport report, InstallRecord record, string obstacle, CancellationToken cancel)
    {
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        var live = await LiveObjects.ReadAsync(cluster, Pruning.PlacesOf(record.Objects, discovery), cancel);
        var gone = from item in record.Objects
                   let found = live.Find(item.Key)
                   where found is null || !Pruning.IsRecorded(item, found)
                   select new PlannedChange(item.Subject, found is null ? ChangeAction.Created : ChangeAction.Configured) { Stage = StageOrder.StageOf(item.Subject), Live = found };
        return report with { Obstacle = obstacle, Drift = StageOrder.ForInstall(gone, change => change.Subject) };
    }
}
