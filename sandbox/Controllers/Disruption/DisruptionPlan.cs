namespace Cake.Istio.Sandbox.Controllers.Disruption;

/// <summary>How many Pods a PodDisruptionBudget can spare.</summary>
internal static class DisruptionPlan
{
    // An evicted Pod that is still there after so long was kept by somebody (disruption.go, DeletionTimeout).
    private static readonly TimeSpan DeletionTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The next status.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="pods">The Pods of its namespace.</param>
    /// <param name="expected">How many Pods the controllers of the selected ones want in all.</param>
    /// <param name="now">The time.</param>
    public static JsonObject Status(JsonObject budget, IReadOnlyList<JsonObject> pods, long expected, DateTimeOffset now)
    {
        var status = budget.StatusCopy();
        var selected = Selected(budget, pods);
        var disrupted = selected
            .Where(pod => !pod.IsDeleting() && status.Time("disruptedPods", pod.Name()) is { } since && now - since < DeletionTimeout)
            .ToDictionary(pod => pod.Name(), pod => status.At("disruptedPods", pod.Name())!.DeepClone(), StringComparer.Ordinal);
        status.Remove("disruptedPods");
        if (disrupted.Count > 0)
            status["disruptedPods"] = new JsonObject(disrupted.Select(pod => KeyValuePair.Create(pod.Key, (JsonNode?)pod.Value)));
        var healthy = selected.Count(pod => pod.IsReady() && !pod.IsDeleting() && !disrupted.ContainsKey(pod.Name()));
        var maxUnavailable = budget.At("spec", "maxUnavailable");
        var minAvailable = budget.At("spec", "minAvailable");
        // A plain number of Pods to keep needs no controller to be asked.
        var total = maxUnavailable is null && minAvailable.Number() is not null ? selected.Count : expected;
        var desired = maxUnavailable is not null ? Math.Max(0, total - IntOrPercent.Scale(maxUnavailable, total, roundUp: true)) : IntOrPercent.Scale(minAvailable, total, roundUp: true);
        var allowed = total > 0 ? Math.Max(0, healthy - desired) : 0;
        status["disruptionsAllowed"] = allowed;
        status["currentHealthy"] = healthy;
        status["desiredHealthy"] = desired;
        status["expectedPods"] = total;
        status["observedGeneration"] = budget.Generation();
        var condition = new JsonObject
        {
            ["type"] = "DisruptionAllowed",
            ["status"] = allowed > 0 ? "True" : "False",
            ["observedGeneration"] = budget.Generation(),
            ["lastTransitionTime"] = now.Stamp(),
            ["reason"] = allowed > 0 ? "SufficientPods" : "InsufficientPods",
            ["message"] = "",
        };
        Condition.Set(status, condition);
        return status;
    }

    /// <summary>The Pods that the budget speaks of.</summary>
    public static IReadOnlyList<JsonObject> Selected(JsonObject budget, IReadOnlyList<JsonObject> pods) =>
        [.. pods.Where(pod => !pod.HasEnded() && LabelSelector.Matches(budget.At("spec", "selector"), pod.Labels()))];
}
