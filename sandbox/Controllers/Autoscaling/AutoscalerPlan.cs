namespace Cake.Istio.Sandbox.Controllers.Autoscaling;

/// <summary>
/// What a HorizontalPodAutoscaler does on a cluster without a metrics API: it keeps the target within its bounds, and says that it cannot do more.
/// </summary>
internal static class AutoscalerPlan
{
    private const string NoMetrics =
        "the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: "
        + "the server could not find the requested resource (get pods.metrics.k8s.io)";

    /// <summary>The next status.</summary>
    /// <param name="autoscaler">The autoscaler.</param>
    /// <param name="replicas">The target's wanted size; null when there is no such target.</param>
    /// <param name="now">The time.</param>
    public static JsonObject Status(JsonObject autoscaler, long? replicas, DateTimeOffset now)
    {
        var status = autoscaler.StatusCopy();
        if (replicas is not { } current)
        {
            Condition.Set(status, "AbleToScale", "False", "FailedGetScale", $"the HPA controller was unable to get the target's current scale: {Missing(autoscaler)} not found", now);
            status["desiredReplicas"] ??= 0;
            return status;
        }
        Condition.Set(status, "AbleToScale", "True", "SucceededGetScale", "the HPA controller was able to get the target's current scale", now);
        status["currentReplicas"] = current;
        if (current == 0)
            Condition.Set(status, "ScalingActive", "False", "ScalingDisabled", "scaling is disabled since the replica count of the target is zero", now);
        else if (Bounded(autoscaler, current) is var bounded && bounded != current)
            status["desiredReplicas"] = bounded;
        else
            Condition.Set(status, "ScalingActive", "False", "FailedGetResourceMetric", NoMetrics, now);
        status["desiredReplicas"] ??= 0;
        return status;
    }

    /// <summary>The size that the target is to get.</summary>
    public static long Bounded(JsonObject autoscaler, long replicas) => replicas == 0
        ? 0
        : Math.Max(Math.Min(replicas, autoscaler.Number("spec", "maxReplicas") ?? replicas), autoscaler.Number("spec", "minReplicas") ?? 1);

    /// <summary>What is told about it, once.</summary>
    public static IEnumerable<Write> Events(JsonObject autoscaler, JsonObject status)
    {
        foreach (var type in (string[])["AbleToScale", "ScalingActive"])
        {
            var (before, after) = (Condition.Find(autoscaler["status"], type), Condition.Find(status, type));
            if (after?.Text("status") == "False" && before?.Text("reason") != after.Text("reason"))
                yield return new Write.Emit(autoscaler, after.Text("reason")!, after.Text("message")!) { IsWarning = true };
        }
    }

    private static string Missing(JsonObject autoscaler)
    {
        var target = autoscaler.At("spec", "scaleTargetRef");
        var group = (target.Text("apiVersion") ?? "").Split('/')[0];
        return $"{target.Text("kind")?.ToLowerInvariant()}s.{group} \"{target.Text("name")}\"";
    }
}
