namespace Cake.Istio.Sandbox.Controllers.StatefulSets;

/// <summary>Keeps the numbered Pods of a StatefulSet. Its volume claims are made and stay; nothing binds them.</summary>
internal sealed class StatefulSetController(IClusterState state, WriteExecutor writes, TimeProvider time) : IController
{
    private readonly PodControl _pods = new(writes);

    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("statefulset-controller");

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.StatefulSets, Resources.Pods];

    public IEnumerable<ObjectKey> KeysFor(StateChange change) => Owned.KeysFor(change, Resources.StatefulSets, "StatefulSet");

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.StatefulSets, key.Namespace, key.Name) is not { } set)
            return null;
        var claim = Claim.By(set, Resources.Pods, state.List(Resources.Pods, key.Namespace));
        await writes.ApplyAsync(claim.Writes, cancellationToken);
        var now = time.GetUtcNow();
        var plan = new StatefulSetPlan(set, claim.Owned, now);
        await writes.ApplyAsync(
            ControllerRevision.Keep(set, plan.Hash, "controller.kubernetes.io/hash", state.List(Resources.ControllerRevisions, key.Namespace)), cancellationToken);
        var missing = plan.Missing().ToList();
        await writes.ApplyAsync(
            missing.SelectMany(plan.Claims).Where(item => state.Get(Resources.PersistentVolumeClaims, key.Namespace, item.Name()) is null)
                .Select(item => new Write.Create(Resources.PersistentVolumeClaims, item)),
            cancellationToken);
        var failure = await _pods.CreateAsync(set, missing, cancellationToken);
        await _pods.DeleteAsync(set, plan.Surplus(), cancellationToken);
        await writes.ApplyAsync(StatusWrite.To(Resources.StatefulSets, set, plan.Status()), cancellationToken);
        if (failure is not null)
            throw new RetryException(failure.Message);
        var waits = claim.Owned.Where(pod => pod.IsReady()).Select(pod => pod.AvailableIn(set.Number("spec", "minReadySeconds") ?? 0, now)).Where(wait => wait > TimeSpan.Zero).ToArray();
        return waits.Length == 0 ? null : waits.Min();
    }
}
