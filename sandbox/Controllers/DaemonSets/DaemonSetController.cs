namespace Cake.Istio.Sandbox.Controllers.DaemonSets;

/// <summary>Keeps a Pod on every node that a DaemonSet fits.</summary>
internal sealed class DaemonSetController(IClusterState state, WriteExecutor writes) : IController
{
    private readonly PodControl _pods = new(writes);

    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("daemonset-controller");

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.DaemonSets, Resources.Pods, Resources.Nodes];

    public IEnumerable<ObjectKey> KeysFor(StateChange change) => change.Resource == Resources.Nodes
        ? state.List(Resources.DaemonSets).Select(daemonSet => new ObjectKey(daemonSet.Namespace(), daemonSet.Name()))
        : Owned.KeysFor(change, Resources.DaemonSets, "DaemonSet");

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.DaemonSets, key.Namespace, key.Name) is not { } daemonSet)
            return null;
        var claim = Claim.By(daemonSet, Resources.Pods, state.List(Resources.Pods, key.Namespace));
        await writes.ApplyAsync(claim.Writes, cancellationToken);
        var plan = new DaemonSetPlan(daemonSet, claim.Owned, state.List(Resources.Nodes));
        await writes.ApplyAsync(
            ControllerRevision.Keep(daemonSet, plan.Revision, DaemonSetPlan.RevisionLabel, state.List(Resources.ControllerRevisions, key.Namespace)), cancellationToken);
        var failure = await _pods.CreateAsync(daemonSet, plan.Missing(), cancellationToken);
        if (!daemonSet.IsDeleting())
            await _pods.DeleteAsync(daemonSet, plan.Surplus.Concat(plan.Outdated()), cancellationToken);
        await writes.ApplyAsync(StatusWrite.To(Resources.DaemonSets, daemonSet, plan.Status()), cancellationToken);
        return failure is null ? null : throw new RetryException(failure.Message);
    }
}
