using Cake.Core.Diagnostics;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Apply.Locking;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Readiness;
using Cake.Istio.Reporting;

namespace Cake.Istio.Apply;

/// <summary>
/// One install over all tasks of a run: planned without a lock; if there is something to write, the namespace is made, the lock taken, planned again,
/// recorded, written part by part, and recorded again.
/// </summary>
internal sealed class MeshInstall(
    ClusterConnection cluster, RunDeadline deadline, MeshInstallOptions options, IInstallProgress? progress, ICakeLog log) : IAsyncDisposable
{
    private static readonly TimeSpan SeenFor = TimeSpan.FromSeconds(30);

    private readonly ReadinessTracker _tracker = new(cluster, deadline, options.Readiness, log);
    private readonly RecordStore _records = new(cluster, options.Planner.Namespace);
    private readonly Dictionary<ObjectKey, Change> _done = [];
    private IReadOnlyList<KubeObject> _desired = [];
    private InstallRecord? _record;
    private InstallRecord? _begun;
    private HeldLock? _lock;
    private Plan? _plan;
    private bool _hasBegun;
    private bool _isKept;
    private ReadinessOutcome? _unready;
    private long _plannedAt;

    /// <summary>What the cluster records of the last install, as the plan found it; null where nothing is installed.</summary>
    public InstallRecord? Record => _record;

    /// <summary>Whether carrying out the plan would write something, be it only the record.</summary>
    /// <exception cref="InvalidOperationException">There is no plan yet.</exception>
    public bool IsNeeded => InstallJournal.IsNeeded(_record, _isKept, Planned, options.Description);

    /// <summary>The plan.</summary>
    /// <exception cref="InvalidOperationException">There is none yet.</exception>
    public Plan Planned => _plan ?? throw new InvalidOperationException("An install is planned before it begins.");

    /// <summary>What the plan saw, where it still holds: nothing was to be written, everything was ready, and it is seconds old. Else null.</summary>
    public LiveObjects? Seen =>
        _plan is not null && !IsNeeded && deadline.Time.GetElapsedTime(_plannedAt) < SeenFor && _plan.Changes.All(IsReadyAsSeen) ? _plan.Live : null;

    private RevisionStore Revisions => new(cluster, options.Planner.Namespace);

    private InstallJournal Journal => new(_records, Revisions, deadline.Time);

    /// <summary>Plans the whole install; nothing is persisted.</summary>
    /// <param name="desired">The objects of the release.</param>
    /// <param name="cancel">Ends the requests.</param>
    /// <exception cref="MeshException"><see cref="ErrorCode.PlanChanged"/>: another plan was approved.</exception>
    public async Task<Plan> PlanAsync(IReadOnlyList<KubeObject> desired, CancellationToken cancel)
    {
        _desired = desired;
        _plan = await PlanAgainAsync(cancel);
        if (options.ApprovedPlan is { } approved && !_plan.Digest.StartsWith(approved, StringComparison.OrdinalIgnoreCase))
            throw Changed($"The plan is {_plan.Digest}, not {approved}.");
        return _plan;
    }

    /// <summary>Makes ready for writing, once per run: namespace, lock, a fresh plan, the record. Does nothing where nothing is to be written.</summary>
    /// <returns>The plan to carry out.</returns>
    /// <exception cref="MeshException">
    /// <see cref="ErrorCode.LockHeld"/>, <see cref="ErrorCode.PlanChanged"/>, or what <see cref="Plan.EnsureAccepted"/> throws.
    /// </exception>
    public async Task<Plan> BeginAsync(CancellationToken cancel)
    {
        var plan = Planned;
        plan.EnsureAccepted();
        if (_hasBegun)
            return plan;
        _hasBegun = true;
        if (!IsNeeded)
            return Start(plan);

        var madeNamespace = await MakeNamespaceAsync(plan, cancel);
        _lock = await new InstallLock(cluster, options.Lock, deadline, say => log.Information("{0}", say)).AcquireAsync(cancel);
        // Another install may have brought kinds since, whose objects are there then.
        await cluster.DiscoverAsync(refresh: true, cancel);
        var fresh = await PlanAgainAsync(cancel);
        madeNamespace |= _record is null && IsNamespaceOurs(fresh);
        // The plan that was shown and approved is the one that is recorded: the namespace alone is no longer to be made.
        if (DigestOfContent(fresh) == DigestOfContent(plan))
            fresh = fresh with { Digest = plan.Digest };
        // What can only be asked now is refused: whose the namespace is must not be forgotten with the rest.
        if (madeNamespace && fresh.Refusals.Count > 0)
            await UnderLockAsync(token => Journal.BeginAsync(_record, fresh with { Changes = [.. fresh.Changes.Where(change => change.Stage == Stage.Namespaces)] }, options.Description, madeNamespace, token), cancel);
        fresh.EnsureAccepted();
        if (options.ApprovedPlan is not null && fresh.Digest != plan.Digest)
            throw Changed("Another install changed the mesh while this one waited for the lock.");
        _begun = await UnderLockAsync(token => Journal.BeginAsync(_record, fresh, options.Description, madeNamespace, token), cancel);
        return _plan = Start(fresh);
    }

    /// <summary>Writes a part of the plan that <see cref="BeginAsync"/> gave.</summary>
    public async Task<ChangeSet> ApplyAsync(Plan part, CancellationToken cancel)
    {
        var gate = new WebhookGate(WaitAsync, new(cluster, deadline, options.Readiness.StallTimeout), progress);
        var changes = await UnderLockAsync(token => new Applier(cluster, deadline, gate, progress).ApplyAsync(part, token), cancel);
        // What this run wrote already, such as the namespace, the fresh plan calls unchanged.
        changes = new([.. changes.Changes.Select(change => change.Action == ChangeAction.Unchanged ? _done.GetValueOrDefault(ObjectKey.Of(change.Subject), change) : change)]);
        foreach (var change in changes.Changes)
            _done[ObjectKey.Of(change.Subject)] = change;
        return changes;
    }

    /// <summary>Writes the last part of the plan, waits until the whole is ready if told to, and records how that ended.</summary>
    /// <param name="part">The part.</param>
    /// <param name="wait">Whether to wait. What answers a webhook is waited for in any case.</param>
    /// <param name="cancel">Ends the run; the record then says that it has not ended.</param>
    /// <exception cref="MeshException">
    /// <see cref="ErrorCode.ApplyFailed"/>, or what <see cref="ReadinessOutcome.ThrowIfNotReady"/> throws; after it is recorded.
    /// </exception>
    public async Task<ChangeSet> FinishAsync(Plan part, bool wait, CancellationToken cancel)
    {
        var changes = await ApplyAsync(part, cancel);
        log.Information("{0}", $"{Counted.Of(changes.Counts.Total, "object")}: {changes.Counts}");
        if (wait && changes.Failures.Count == 0 && _unready is null)
            await AwaitReadyAsync(cancel);
        await CompleteAsync(_unready is null, cancel);
        changes.EnsureSucceeded();
        _unready?.ThrowIfNotReady();
        return changes;
    }

    private async Task AwaitReadyAsync(CancellationToken cancel)
    {
        var isUntouched = !_done.Values.Any(change => change.IsWritten);
        var objects = _plan!.Changes
            .Where(change => change.Action != ChangeAction.Deleted && ReadinessRules.NeedsWaiting(change.Subject.ApiVersion, change.Subject.Kind))
            // Where nothing was written, what the plan saw still holds, and a mesh that is as it should be is read only once.
            .Where(change => !isUntouched || !IsReadyAsSeen(change))
            .Select(change => change.Subject)
            .ToList();
        log.Information("{0}", objects.Count == 0 ? "Everything is ready" : $"Waiting until {Counted.Of(objects.Count, "object")} {(objects.Count == 1 ? "is" : "are")} ready");
        if (objects.Count == 0)
            return;
        try
        {
            // Whoever has the lock now changes what is waited for.
            if (await UnderLockAsync(token => WaitAsync(objects, [], token), cancel) is { End: WaitEnd.Ready } outcome)
                log.Information("{0}", $"Ready after {outcome.Elapsed.TotalSeconds:0.0} s");
        }
        catch (Exception failure) when (failure is ApiException || (failure is MeshException { Code: var code } && code != ErrorCode.LockLost))
        {
            // Such as a role that may write objects but not list them: all the same, they were written.
            await CompleteAsync(isReady: false, cancel);
            throw;
        }
    }

    private static bool IsReadyAsSeen(PlannedChange change) =>
        !ReadinessRules.NeedsWaiting(change.Subject.ApiVersion, change.Subject.Kind)
        || (change.Live is not null && ReadinessRules.Evaluate(change.Live).Status == ReadinessStatus.Current);

    private async Task<ReadinessOutcome> WaitAsync(
        IReadOnlyCollection<ObjectRef> objects, IReadOnlyCollection<ObjectRef> besides, CancellationToken cancel)
    {
        var outcome = await _tracker.WaitAsync(objects, besides, progress, cancel);
        ReadinessLog.WriteWarnings(log, outcome);
        if (outcome.End != WaitEnd.Ready)
            _unready = outcome;
        return outcome;
    }

    /// <summary>Records the result. Does nothing where nothing was to be written.</summary>
    private async Task CompleteAsync(bool isReady, CancellationToken cancel)
    {
        if (_begun is not null && _plan is not null)
            _record = await UnderLockAsync(token => Journal.CompleteAsync(_begun, _plan, new([.. _done.Values]), isReady, _desired, token), cancel);
        _begun = null;
    }

    /// <summary>Gives the lock back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_lock is not null)
            await _lock.DisposeAsync();
        _lock = null;
    }

    private static MeshException Changed(string text) => new(
        ErrorCode.PlanChanged, text, "Look at the plan again with --target=Plan, and approve its digest if it is right.");

    private Plan Start(Plan plan)
    {
        progress?.Report(new ApplyEvent.Started(plan.Changes.CountBy(change => change.Stage).ToDictionary()));
        return plan;
    }

    private async Task<Plan> PlanAgainAsync(CancellationToken cancel)
    {
        _record = await _records.ReadAsync(cancel);
        _plannedAt = deadline.Time.GetTimestamp();
        var isKept = _record is null ? Task.FromResult(true) : Revisions.IsKeptAsync(_record.Revision, cancel);
        var planner = options.Planner with { Pruning = options.Planner.Pruning with { Record = _record } };
        var plan = new Planner(cluster, planner).PlanAsync(_desired, cancel);
        await Task.WhenAll(isKept, plan);
        _isKept = await isKept;
        return await plan;
    }

    // The lock and the record live in it, so it cannot wait for them. Another install may have made it since; what it then needs is planned under the lock.
    private async Task<bool> MakeNamespaceAsync(Plan plan, CancellationToken cancel)
    {
        var missing = new List<PlannedChange>();
        foreach (var change in plan.Changes.Where(change => change.Stage == Stage.Namespaces && change.Action == ChangeAction.Created))
        {
            if (await cluster.GetAsync(change.Resource!, null, change.Subject.Name, cancel) is null)
                missing.Add(change);
        }

        var changes = await ApplyAsync(plan with { Changes = missing }, cancel);
        changes.EnsureSucceeded();
        return changes.Changes.Any(change => change.Action == ChangeAction.Created && change.Subject.Name == options.Planner.Namespace);
    }

    // A run that was killed before it could record anything made it: somebody else who had would be among its managers.
    private bool IsNamespaceOurs(Plan plan) => plan.Changes
        .Where(change => change.Subject.Kind == "Namespace" && change.Subject.Name == options.Planner.Namespace && change.Live is not null)
        .Any(change => ManagedFieldsEntry.Read(change.Live!) is { Count: > 0 } entries && entries.All(entry => entry.IsInstaller));

    // The namespace was planned to be made, and now is there.
    private static string DigestOfContent(Plan plan) => PlanDigest.Of(plan.Changes.Where(change => change.Stage != Stage.Namespaces));

    private Task<T> UnderLockAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancel) => _lock is { } held ? held.RunAsync(work, cancel) : work(cancel);
}
