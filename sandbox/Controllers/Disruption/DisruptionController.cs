namespace Cake.Istio.Sandbox.Controllers.Disruption;

/// <summary>Keeps the status of PodDisruptionBudgets.</summary>
internal sealed class DisruptionController(IClusterState state, ResourceCatalog catalog, WriteExecutor writes, TimeProvider time) : IController
{
    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("disruption-controller");

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.PodDisruptionBudgets, Resources.Pods];

    public IEnumerable<ObjectKey> KeysFor(StateChange change) => change.Resource == Resources.PodDisruptionBudgets
        ? [new ObjectKey(change.Namespace, change.Name)]
        : state.List(Resources.PodDisruptionBudgets, change.Namespace)
            .Where(budget => LabelSelector.Matches(budget.At("spec", "selector"), change.Current.Labels))
            .Select(budget => new ObjectKey(change.Namespace, budget.Name()));

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.PodDisruptionBudgets, key.Namespace, key.Name) is not { } budget)
            return null;
        var pods = state.List(Resources.Pods, key.Namespace);
        var expected = DisruptionPlan.Selected(budget, pods).Select(OwnerReference.Controller).OfType<JsonObject>()
            .DistinctBy(owner => owner.Text("uid")).Sum(owner => Size(owner, key.Namespace!));
        await writes.ApplyAsync(StatusWrite.To(Resources.PodDisruptionBudgets, budget, DisruptionPlan.Status(budget, pods, expected, time.GetUtcNow())), cancellationToken);
        return null;
    }

    private long Size(JsonObject owner, string @namespace) => catalog.FindKind(owner.Text("apiVersion") ?? "", owner.Text("kind") ?? "") is { } kind
        ? state.Get(kind.Key, @namespace, owner.Text("name") ?? "").Number("spec", "replicas") ?? 0
        : 0;
}
