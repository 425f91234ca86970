namespace Cake.Istio.Sandbox.Controllers.Nodes;

/// <summary>Keeps the taints of nodes.</summary>
internal sealed class NodeController(IClusterState state, WriteExecutor writes, TimeProvider time) : IController
{
    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("node-controller");

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.Nodes];

    public IEnumerable<ObjectKey> KeysFor(StateChange change) => [new ObjectKey(null, change.Name)];

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.Nodes, null, key.Name) is { } node && NodeTaints.Renew(node, time.GetUtcNow()) is { } next)
            await writes.ApplyAsync([new Write.Replace(Resources.Nodes, next)], cancellationToken);
        return null;
    }
}
