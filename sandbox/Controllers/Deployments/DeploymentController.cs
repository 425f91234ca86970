namespace Cake.Istio.Sandbox.Controllers.Deployments;

/// <summary>Keeps the ReplicaSets of a Deployment as its template and size ask for.</summary>
internal sealed class DeploymentController(IClusterState state, WriteExecutor writes, TimeProvider time) : IController
{
    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("deployment-controller");

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.Deployments, Resources.ReplicaSets, Resources.Pods];

    public IEnumerable<ObjectKey> KeysFor(StateChange change)
    {
        if (change.Resource != Resources.Pods)
            return Owned.KeysFor(change, Resources.Deployments, "Deployment");
        // Recreate waits for the last Pod to be gone.
        return change.Type == StateChangeType.Deleted && OwnerReference.Controller(change.Read()) is { } owner && owner.Text("kind") == "ReplicaSet"
            && state.Get(Resources.ReplicaSets, change.Namespace, owner.Text("name") ?? "") is { } set && OwnerReference.Controller(set) is { } deployment
                ? [new ObjectKey(change.Namespace, deployment.Text("name") ?? "")]
                : [];
    }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.Deployments, key.Namespace, key.Name) is not { } deployment)
            return null;
        var claim = Claim.By(deployment, Resources.ReplicaSets, state.List(Resources.ReplicaSets, key.Namespace));
        await writes.ApplyAsync(claim.Writes, cancellationToken);
        if (claim.Writes.Count > 0)
            return TimeSpan.Zero;
        var pods = deployment.Text("spec", "strategy", "type") == "Recreate" ? state.List(Resources.Pods, key.Namespace) : [];
        var plan = DeploymentPlan.Compute(deployment, claim.Owned, pods, time.GetUtcNow());
        await writes.ApplyAsync(plan.Writes, cancellationToken);
        return plan.Again;
    }
}
