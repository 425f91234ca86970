namespace Cake.Istio.Sandbox.Controllers.Autoscaling;

/// <summary>Keeps the targets of HorizontalPodAutoscalers within their bounds; there are no metrics to do more.</summary>
internal sealed class AutoscalerController(IClusterState state, ResourceCatalog catalog, WriteExecutor writes, TimeProvider time) : IController
{
    /// <summary>As whom it acts.</summary>
    public static ControllerIdentity Identity { get; } = ControllerIdentity.OfControllerManager("horizontal-pod-autoscaler");

    public IReadOnlyList<ResourceKey> Watches { get; } = [Resources.HorizontalPodAutoscalers, Resources.Deployments, Resources.ReplicaSets, Resources.StatefulSets];

    public IEnumerable<ObjectKey> KeysFor(StateChange change) => change.Resource == Resources.HorizontalPodAutoscalers
        ? [new ObjectKey(change.Namespace, change.Name)]
        : state.List(Resources.HorizontalPodAutoscalers, change.Namespace)
            .Where(autoscaler => autoscaler.Text("spec", "scaleTargetRef", "name") == change.Name)
            .Select(autoscaler => new ObjectKey(change.Namespace, autoscaler.Name()));

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (state.Get(Resources.HorizontalPodAutoscalers, key.Namespace, key.Name) is not { } autoscaler)
            return null;
        var reference = autoscaler.At("spec", "scaleTargetRef");
        var kind = catalog.FindKind(reference.Text("apiVersion") ?? "", reference.Text("kind") ?? "");
        var target = kind is null ? null : state.Get(kind.Key, key.Namespace, reference.Text("name") ?? "");
        var replicas = target?.Number("spec", "replicas");
        var status = AutoscalerPlan.Status(autoscaler, replicas, time.GetUtcNow());
        if (target is not null && replicas is { } current && AutoscalerPlan.Bounded(autoscaler, current) is var bounded && bounded != current)
            await writes.ApplyAsync(Rescale(autoscaler, kind!.Key, target, current, bounded), cancellationToken);
        await writes.ApplyAsync([.. StatusWrite.To(Resources.HorizontalPodAutoscalers, autoscaler, status), .. AutoscalerPlan.Events(autoscaler, status)], cancellationToken);
        return null;
    }

    private static IEnumerable<Write> Rescale(JsonObject autoscaler, ResourceKey resource, JsonObject target, long from, long to)
    {
        var next = target.DeepClone().AsObject();
        next.Child("spec")["replicas"] = to;
        var reason = from < to ? "Current number of replicas below Spec.MinReplicas" : "Current number of replicas above Spec.MaxReplicas";
        return [new Write.Replace(resource, next), new Write.Emit(autoscaler, "SuccessfulRescale", $"New size: {to}; reason: {reason}")];
    }
}
