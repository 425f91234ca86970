using Cake.Istio.Apply.Inventory;
using Cake.Istio.Apply.Locking;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>
/// One install over all tasks of a run: planned without a lock; if there is something to write, the namespace is made, the lock taken, planned again,
/// recorded, written part by part, and recorded again.
/// </summary>
internal sealed class MeshInstall(
    ClusterConnection cluster, RunDeadline deadline, MeshInstallOptions options, IProgress<ApplyEvent>? progress, Action<string> say) : IAsyncDisposable
{
    private readonly RecordStore _records = new(cluster, options.Planner.Namespace);
    private readonly Dictionary<ObjectKey, Change> _done = [];
    private IReadOnlyList<KubeObject> _desired = [];
    private InstallRecord? _record;
    private InstallRecord? _begun;
    private HeldLock? _lock;
    private Plan? _plan;

    /// <summary>What the cluster records of the last install, as the plan found it; null where nothing is installed.</summary>
    public InstallRecord? Record => _record;

    /// <summary>Whether carrying out the plan would write something, be it only the record.</summary>
    /// <exception cref="InvalidOperationException">There is no plan yet.</exception>
    public bool IsNeeded => InstallJournal.IsNeeded(_record, Planned, options.Description);

    /// <summary>The plan.</summary>
    /// <exception cref="InvalidOperationException">There is none yet.</exception>
    public Plan Planned => _plan ?? throw new InvalidOperationException("An install is planned before it begins.");

    private InstallJournal Journal => new(_records, new(cluster, options.Planner.Namespace), deadline.Time);

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
        if (_begun is not null || !IsNeeded)
            return plan;

        var madeNamespace = await MakeNamespaceAsync(plan, cancel);
        _lock = await new InstallLock(cluster, options.Lock, deadline, say).AcquireAsync(cancel);
        var fresh = await PlanAgainAsync(cancel);
        fresh.EnsureAccepted();
        if (options.ApprovedPlan is not null && DigestOfContent(fresh) != DigestOfContent(plan))
            throw Changed("Another install changed the mesh while this one waited for the lock.");
        _begun = await UnderLockAsync(token => Journal.BeginAsync(_record, fresh, options.Description, madeNamespace, token), cancel);
        return _plan = fresh;
    }

    /// <summary>Writes a part of the plan that <see cref="BeginAsync"/> gave.</summary>
    public async Task<ChangeSet> ApplyAsync(Plan part, StageGate? gate, CancellationToken cancel)
    {
        var changes = await UnderLockAsync(token => new Applier(cluster, deadline, progress).ApplyAsync(part, gate, token), cancel);
        // What this run wrote already, such as the namespace, the fresh plan calls unchanged.
        changes = new([.. changes.Changes.Select(change => change.Action == ChangeAction.Unchanged ? _done.GetValueOrDefault(ObjectKey.Of(change.Subject), change) : change)]);
        foreach (var change in changes.Changes)
            _done[ObjectKey.Of(change.Subject)] = change;
        return changes;
    }

    /// <summary>Records the result once every part was written. Does nothing where nothing was to be written.</summary>
    public async Task CompleteAsync(CancellationToken cancel)
    {
        if (_begun is not null && _plan is not null)
            _record = await UnderLockAsync(token => Journal.CompleteAsync(_begun, _plan, new([.. _done.Values]), _desired, token), cancel);
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

    private async Task<Plan> PlanAgainAsync(CancellationToken cancel)
    {
        _record = await _records.ReadAsync(cancel);
        var planner = options.Planner with { Pruning = options.Planner.Pruning with { Record = _record } };
        return await new Planner(cluster, planner).PlanAsync(_desired, cancel);
    }

    // The lock and the record live in it, so it cannot wait for them.
    private async Task<bool> MakeNamespaceAsync(Plan plan, CancellationToken cancel)
    {
        var spaces = plan with { Changes = [.. plan.Changes.Where(change => change.Stage == Stage.Namespaces && change.Action == ChangeAction.Created)] };
        var changes = await ApplyAsync(spaces, null, cancel);
        changes.EnsureSucceeded();
        return changes.Changes.Any(change => change.Subject.Name == options.Planner.Namespace);
    }

    // The namespace was planned to be made, and now is there.
    private static string DigestOfContent(Plan plan) => PlanDigest.Of(plan.Changes.Where(change => change.Stage != Stage.Namespaces));

    private async Task<T> UnderLockAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancel)
    {
        if (_lock is not { } held)
            return await work(cancel);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, held.Lost);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException cause) when (held.Lost.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw held.LostError(cause);
        }
    }
}
