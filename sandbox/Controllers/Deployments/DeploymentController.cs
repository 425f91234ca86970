using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Controllers.Runtime;
using Cake.Istio.Sandbox.Storage;

namespace Cake.Istio.Sandbox.Controllers.Deployments;

/// <summary>Keeps the ReplicaSets of a Deployment as its template and size ask for.</summary>
internal sealed class DeploymentController(IClusterState state, WriteExecutor writes, TimeProvider time) : IController
{
    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("deployment-controller");

    /// <inheritdoc/>
    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.Deployments, Resources.ReplicaSets];

    /// <inheritdoc/>
    public IEnumerable<ObjectKey> KeysFor(StateChange change) => Owned.KeysFor(change, Resources.Deployments, "Deployment");

    /// <inheritdoc/>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.Deployments, key.Namespace, key.Name) is not { } deployment)
            return null;
        var replicaSets = Owned.By(deployment, state.List(Resources.ReplicaSets, key.Namespace));
        var plan = DeploymentPlan.Compute(deployment, replicaSets, time.GetUtcNow());
        await writes.ApplyAsync(plan.Writes, cancellationToken);
        return plan.Again;
    }
}
