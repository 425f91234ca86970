using Cake.Istio.Apply.Inventory;
using Cake.Istio.Apply.Locking;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Reporting;

namespace Cake.Istio.Apply.Removal;

/// <summary>
/// One uninstall under the install lock: the mesh, then the namespace if it may go, else revisions, lock and record. The record goes last, so that an
/// uninstall that is killed goes on where it ended.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="deadline">The run's clock.</param>
/// <param name="options">How the lock is taken.</param>
/// <param name="planner">Plans it, again once the lock is held.</param>
/// <param name="stallTimeout">How long an object may be held by others' finalizers without any change.</param>
/// <param name="progress">Learns what is removed.</param>
/// <param name="say">Shows a line.</param>
internal sealed class MeshRemoval(
    ClusterConnection cluster, RunDeadline deadline, LockOptions options, RemovalPlanner planner, TimeSpan stallTimeout, IProgress<ApplyEvent>? progress, Action<string> say)
{
    // A control plane that still runs makes its webhook anew (galley) as soon as it is deleted; once it is gone itself, the next pass finds the rest.
    private const int Passes = 3;

    // What keeps an object in place, such as a controller that syncs a repository, needs a moment to see that it is gone.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    private readonly string _ns = options.Namespace;

    private readonly NamespaceRemoval _namespace = new(cluster, deadline, options.Namespace);

    private readonly RecordStore _records = new(cluster, options.Namespace);

    /// <summary>Removes what is recorded.</summary>
    /// <param name="record">What is installed, recorded or adopted.</param>
    /// <param name="cancel">Ends the waits.</param>
    /// <exception cref="MeshException"><see cref="ErrorCode.RemovalFailed"/>, <see cref="ErrorCode.LockHeld"/>, <see cref="ErrorCode.LockLost"/>.</exception>
    public async Task<ChangeSet> RunAsync(InstallRecord record, CancellationToken cancel)
    {
        if (await _namespace.IsGoingAsync(cancel))
        {
            // Such as after an uninstall that was killed at its end. Nobody can take the lock then, nor install.
            var left = await RemoveAsync(await _records.ReadAsync(cancel) ?? record, cancel);
            await RemoveNamespaceAsync(cancel);
            return left;
        }

        await using var held = await new InstallLock(cluster, options, deadline, say).AcquireAsync(cancel);
        var now = await held.RunAsync(token => BeginAsync(record, token), cancel);
        var changes = await held.RunAsync(token => RemoveAsync(now, token), cancel);
        if (await MayRemoveNamespaceAsync(now, cancel))
        {
            // The record and the lock go with it; nobody can take the lock in a namespace that is being deleted.
            await RemoveNamespaceAsync(cancel);
            return changes;
        }

        var recorded = await held.RunAsync(ForgetRevisionsAsync, cancel);
        await held.DeleteAsync(cancel);
        if (recorded is not null)
            await _records.DeleteAsync(recorded, cancel);
        return changes;
    }

    private async Task RemoveNamespaceAsync(CancellationToken cancel)
    {
        await _namespace.RemoveAsync(cancel);
        say($"Namespace {_ns} deleted");
    }

    // Somebody may have installed something else while this waited for the lock; and whoever looks from here on sees that it is not installed any more.
    private async Task<InstallRecord> BeginAsync(InstallRecord record, CancellationToken cancel)
    {
        if (await _records.ReadAsync(cancel) is not { } now)
            return record;
        try
        {
            await _records.WriteAsync(now with { State = RecordState.Removing, UpdatedAt = deadline.Time.GetUtcNow(), Description = now.Description with { Holder = options.Holder } }, cancel);
        }
        catch (ApiException refusal)
        {
            // What lets deletions pass lets an uninstall pass.
            say($"The record cannot say that the uninstall has begun: {refusal.Status.Message}");
        }

        return now;
    }

    private async Task<ChangeSet> RemoveAsync(InstallRecord record, CancellationToken cancel)
    {
        var changes = ChangeSet.Empty;
        for (var pass = 1; ; pass++)
        {
            var plan = await planner.PlanAsync(record, cancel);
            if (plan.Deletions.Count == 0)
                return changes;
            if (pass > Passes)
                return AllowOthers(plan.Deletions, changes);
            var begun = deadline.Time.GetTimestamp();
            changes = changes.With(await new Remover(cluster, deadline, planner, progress, stallTimeout).RemoveAsync(plan, cancel));
            RemovalErrors.EnsureSucceeded(changes);
            if ((pass > 1 || plan.Deletions.Any(RuntimeObjects.ComesBack)) && Settling - deadline.Time.GetElapsedTime(begun) is { Ticks: > 0 } rest)
                await Task.Delay(rest, deadline.Time, cancel);
        }
    }

    // Another mesh's control plane makes its own of these, in every namespace.
    private ChangeSet AllowOthers(IReadOnlyList<PlannedChange> left, ChangeSet changes)
    {
        if (left.Where(deletion => !RuntimeObjects.AnotherMayMake(deletion)).ToList() is { Count: > 0 } remade)
            throw RemovalErrors.Remade(remade);
        say($"Left: {Counted.Of(left.Count, "object")} that another control plane makes anew: {string.Join(", ", left.Take(5).Select(deletion => deletion.Subject))}{(left.Count > 5 ? ", …" : "")}");
        return changes;
    }

    private async Task<bool> MayRemoveNamespaceAsync(InstallRecord record, CancellationToken cancel)
    {
        if (!record.MadeNamespace)
        {
            say($"Namespace {_ns} stays: this installer did not make it. Next: kubectl delete namespace {_ns}, if nothing else needs it");
            return false;
        }

        try
        {
            var foreign = await _namespace.FindForeignAsync(cancel);
            if (foreign.Count > 0)
                say($"Namespace {_ns} stays: {Counted.Of(foreign.Count, "object", " in it")} {(foreign.Count == 1 ? "is" : "are")} not of the mesh: {string.Join(", ", foreign.Take(5))}{(foreign.Count > 5 ? ", …" : "")}");
            return foreign.Count == 0;
        }
        catch (ApiException refusal)
        {
            say($"Namespace {_ns} stays: whether something else is in it cannot be seen ({refusal.Status.Message})");
            return false;
        }
    }

    private async Task<DeleteOptions?> ForgetRevisionsAsync(CancellationToken cancel)
    {
        await new RevisionStore(cluster, _ns).DeleteAsync(cancel);
        return await _records.ToPreconditionAsync(cancel);
    }
}
