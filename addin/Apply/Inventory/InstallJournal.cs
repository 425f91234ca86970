using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.Inventory;

/// <summary>Keeps the record right around an install: written before the first object and after the last one.</summary>
/// <remarks>An install that is killed leaves a record that holds everything that may be there, so that the next one can clean up.</remarks>
internal sealed class InstallJournal(RecordStore store, RevisionStore revisions, TimeProvider time)
{
    /// <summary>Whether there is something to write: a change, or a record that does not say what is there.</summary>
    /// <param name="record">The record so far, or null.</param>
    /// <param name="isKept">Whether the manifests of the record's revision are kept.</param>
    /// <param name="plan">The whole plan.</param>
    /// <param name="description">What is installed.</param>
    public static bool IsNeeded(InstallRecord? record, bool isKept, Plan plan, InstallDescription description) =>
        !plan.IsEmpty
        || !isKept
        || record is not { State: RecordState.Installed }
        || !record.Description.IsSameMesh(description)
        || !record.Objects.Select(item => item.Key).ToHashSet().SetEquals(Wanted(plan).Select(change => change.Key).Concat(plan.Kept.Select(item => item.Key)));

    /// <summary>Records what is about to be there, before the first object is written.</summary>
    /// <param name="previous">The record so far, or null.</param>
    /// <param name="plan">The whole plan.</param>
    /// <param name="description">What is installed.</param>
    /// <param name="madeNamespace">Whether the mesh namespace did not exist when the run began.</param>
    /// <param name="cancel">Ends the request.</param>
    public async Task<InstallRecord> BeginAsync(
        InstallRecord? previous, Plan plan, InstallDescription description, bool madeNamespace, CancellationToken cancel)
    {
        var objects = (previous?.Objects ?? []).ToDictionary(item => item.Key);
        foreach (var change in Wanted(plan))
        {
            // A recreated object gets another UID; until that is known, it is recorded without.
            var uid = change.Mode == WriteMode.Recreate ? null : (string?)change.Live?["metadata"]?["uid"];
            objects[change.Key] = new(change.Subject, uid);
        }

        var number = await NumberAsync(previous, isSame: plan.IsEmpty && previous?.Description.IsSameMesh(description) == true, cancel);
        var record = new InstallRecord(
            number, RecordState.Installing, description, plan.Digest, time.GetUtcNow(), madeNamespace || previous is { MadeNamespace: true }, [.. objects.Values]);
        await store.WriteAsync(record, cancel);
        return record;
    }

    /// <summary>
    /// Records what was written. Only an install that carried out its whole plan, without failures and skips, makes a revision.
    /// </summary>
    /// <param name="begun">The record as it was begun.</param>
    /// <param name="plan">The whole plan.</param>
    /// <param name="changes">What was done.</param>
    /// <param name="isReady">Whether nothing is known of it that is not ready.</param>
    /// <param name="manifests">The objects of the release, which a rollback needs.</param>
    /// <param name="cancel">Ends the requests.</param>
    public async Task<InstallRecord> CompleteAsync(
        InstallRecord begun, Plan plan, ChangeSet changes, bool isReady, IReadOnlyList<KubeObject> manifests, CancellationToken cancel)
    {
        var done = changes.Changes.Where(change => change.Action is not (ChangeAction.Failed or ChangeAction.Skipped))
            .ToDictionary(change => ObjectKey.Of(change.Subject));
        var isDone = plan.Changes.All(change => change.Action == ChangeAction.Unchanged || done.ContainsKey(change.Key));
        // What was recorded, is not wanted and was not there to be deleted is gone, once everything went well.
        var objects = (isDone ? plan.Kept : begun.Objects).ToDictionary(item => item.Key);
        foreach (var planned in plan.Changes)
        {
            var change = done.GetValueOrDefault(planned.Key);
            if (change is { Action: ChangeAction.Deleted })
                objects.Remove(planned.Key);
            else if (change is not null || planned.Action == ChangeAction.Unchanged)
                objects[planned.Key] = new(planned.Subject, change?.Uid ?? (string?)planned.Live?["metadata"]?["uid"]);
        }

        var record = begun with
        {
            State = (isDone, isReady) switch
            {
                (true, true) => RecordState.Installed,
                (true, false) => RecordState.Unready,
                _ => RecordState.Installing,
            },
            UpdatedAt = time.GetUtcNow(),
            Objects = [.. objects.Values],
        };
        if (isDone)
            await revisions.SaveAsync(record, manifests, cancel);
        await store.WriteAsync(record, cancel);
        return record;
    }

    private async Task<int> NumberAsync(InstallRecord? previous, bool isSame, CancellationToken cancel)
    {
        var kept = await revisions.ReadNumbersAsync(cancel);
        var last = kept is [.., var highest] ? highest : 0;
        return previous switch
        {
            // A record that was lost, or is older than what is kept, such as one out of a backup: nothing that is kept may be overwritten.
            null => last + 1,
            _ when previous.Revision < last => last + 1,
            // The number of an install that did not end well is not used up.
            { State: RecordState.Installing } => previous.Revision,
            // Nor is it by looking once more whether the same mesh has become ready, or by keeping its manifests once more.
            _ when isSame && (previous.State == RecordState.Unready || !kept.Contains(previous.Revision)) => previous.Revision,
            _ => previous.Revision + 1,
        };
    }

    private static IEnumerable<PlannedChange> Wanted(Plan plan) => plan.Changes.Where(change => change.Action != ChangeAction.Deleted);
}
