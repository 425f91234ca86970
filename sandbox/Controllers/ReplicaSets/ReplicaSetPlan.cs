namespace Cake.Istio.Sandbox.Controllers.ReplicaSets;

/// <summary>How many Pods a ReplicaSet is to get, which are to go, and what its status says.</summary>
internal static class ReplicaSetPlan
{
    /// <summary>How many Pods are missing.</summary>
    public static int Missing(JsonObject replicaSet, IReadOnlyList<JsonObject> pods) =>
        replicaSet.IsDeleting() ? 0 : (int)Math.Max(0, Wanted(replicaSet) - pods.Count(pod => pod.IsActive()));

    /// <summary>The Pods that are too many: unbound before bound, waiting before running, unready before ready, young before old.</summary>
    public static IReadOnlyList<JsonObject> Surplus(JsonObject replicaSet, IReadOnlyList<JsonObject> pods)
    {
        if (replicaSet.IsDeleting())
            return [];
        var active = pods.Where(pod => pod.IsActive()).ToArray();
        return [.. active
            .OrderBy(pod => pod.NodeName() is not null)
            .ThenBy(pod => pod.Phase() == "Running")
            .ThenBy(pod => pod.IsReady())
            .ThenByDescending(pod => pod.Created())
            .Take((int)Math.Max(0, active.Length - Wanted(replicaSet)))];
    }

    /// <summary>The next status.</summary>
    /// <param name="replicaSet">The ReplicaSet.</param>
    /// <param name="pods">Its Pods.</param>
    /// <param name="failure">Why Pods could not be created; null when they could.</param>
    /// <param name="now">The time.</param>
    public static JsonObject Status(JsonObject replicaSet, IReadOnlyList<JsonObject> pods, StatusException? failure, DateTimeOffset now)
    {
        var status = replicaSet.StatusCopy();
        var active = pods.Where(pod => pod.IsActive()).ToArray();
        var labels = replicaSet.Map("spec", "template", "metadata", "labels");
        var minReadySeconds = MinReadySeconds(replicaSet);
        status["replicas"] = active.Length;
        status.Count("fullyLabeledReplicas", active.Count(pod => labels.All(label => pod.Labels().TryGetValue(label.Key, out var value) && value == label.Value)));
        status.Count("readyReplicas", active.Count(pod => pod.IsReady()));
        status.Count("availableReplicas", active.Count(pod => pod.IsAvailable(minReadySeconds, now)));
        status["terminatingReplicas"] = pods.Count(pod => pod.IsDeleting() && !pod.HasEnded());
        status["observedGeneration"] = replicaSet.Generation();
        // The first refusal stays: the next ones differ by the generated names only, and would have the ReplicaSet looked at again and again.
        if (failure is null)
            Condition.Remove(status, "ReplicaFailure");
        else if (Condition.Find(status, "ReplicaFailure") is null)
            Condition.Set(status, "ReplicaFailure", "True", "FailedCreate", failure.Message, now);
        if (status["conditions"] is JsonArray { Count: 0 })
            status.Remove("conditions");
        return status;
    }

    /// <summary>When the next ready Pod becomes available; null when none is on its way.</summary>
    public static TimeSpan? NextAvailable(JsonObject replicaSet, IReadOnlyList<JsonObject> pods, DateTimeOffset now)
    {
        var waits = pods.Where(pod => pod.IsActive() && pod.IsReady())
            .Select(pod => pod.AvailableIn(MinReadySeconds(replicaSet), now)).Where(wait => wait > TimeSpan.Zero).ToArray();
        return waits.Length == 0 ? null : waits.Min();
    }

    private static long Wanted(JsonObject replicaSet) => replicaSet.Number("spec", "replicas") ?? 1;

    private static long MinReadySeconds(JsonObject replicaSet) => replicaSet.Number("spec", "minReadySeconds") ?? 0;
}
