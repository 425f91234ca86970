namespace Cake.Istio.Sandbox.Controllers.ReplicaSets;

/// <summary>Keeps the number of Pods that a ReplicaSet asks for.</summary>
internal sealed class ReplicaSetController(IClusterState state, WriteExecutor writes, TimeProvider time) : IController
{
    private readonly PodControl _pods = new(writes);

    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("replicaset-controller");

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.ReplicaSets, Resources.Pods];

    public IEnumerable<ObjectKey> KeysFor(StateChange change) => Owned.KeysFor(change, Resources.ReplicaSets, "ReplicaSet");

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.ReplicaSets, key.Namespace, key.Name) is not { } replicaSet)
            return null;
        var claim = Claim.By(replicaSet, Resources.Pods, state.List(Resources.Pods, key.Namespace));
        await writes.ApplyAsync(claim.Writes, cancellationToken);

        var missing = ReplicaSetPlan.Missing(replicaSet, claim.Owned);
        var created = Enumerable.Range(0, missing).Select(_ => PodTemplate.Instantiate(replicaSet, replicaSet.At("spec", "template")));
        var failure = await _pods.CreateAsync(replicaSet, created, cancellationToken);
        await _pods.DeleteAsync(replicaSet, ReplicaSetPlan.Surplus(replicaSet, claim.Owned), cancellationToken);

        var now = time.GetUtcNow();
        await writes.ApplyAsync(StatusWrite.To(Resources.ReplicaSets, replicaSet, ReplicaSetPlan.Status(replicaSet, claim.Owned, failure, now)), cancellationToken);
        if (failure is not null)
            throw new RetryException(failure.Message);
        return ReplicaSetPlan.NextAvailable(replicaSet, claim.Owned, now);
    }
}
