namespace Cake.Istio.Sandbox.Controllers.Deployments;

/// <summary>The counts and the condition <c>Available</c> of a Deployment.</summary>
internal static class DeploymentStatus
{
    /// <summary>The next status, with the conditions of the stored one except <c>Available</c>.</summary>
    /// <param name="deployment">The Deployment.</param>
    /// <param name="current">The ReplicaSet of the current template; null when there is none.</param>
    /// <param name="all">All ReplicaSets, with the current one.</param>
    /// <param name="now">The time.</param>
    public static JsonObject Compute(DeploymentSpec deployment, ReplicaSetView? current, IReadOnlyList<ReplicaSetView> all, DateTimeOffset now)
    {
        var status = deployment.Value.StatusCopy();
        var available = all.Sum(item => item.Available);
        status["observedGeneration"] = deployment.Value.Generation();
        status.Count("replicas", all.Sum(item => item.Observed));
        status.Count("updatedReplicas", current?.Observed ?? 0);
        status.Count("readyReplicas", all.Sum(item => item.Ready));
        status.Count("availableReplicas", available);
        if (all.All(item => item.Value.At("status", "terminatingReplicas") is not null))
            status["terminatingReplicas"] = all.Sum(item => item.Value.Number("status", "terminatingReplicas") ?? 0);
        status.Count("unavailableReplicas", Math.Max(0, all.Sum(item => item.Replicas) - available));
        if (available >= deployment.Replicas - deployment.MaxUnavailable)
            SetCondition(status, "Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", now);
        else
            SetCondition(status, "Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", now);
        SetReplicaFailure(status, all);
        return status;
    }

    /// <summary>Sets a condition unless one with the same status and reason is there; it moves to the end of the list, as the controller leaves it.</summary>
    public static void SetCondition(JsonObject status, string type, string value, string reason, string message, DateTimeOffset now)
    {
        var current = Condition.Find(status, type);
        if (current?.Text("status") == value && current.Text("reason") == reason)
            return;
        var since = current?.Text("status") == value ? current.Text("lastTransitionTime") : now.Stamp();
        Condition.Remove(status, type);
        Condition.Set(status, new JsonObject
        {
            ["type"] = type,
            ["status"] = value,
            ["lastUpdateTime"] = now.Stamp(),
            ["lastTransitionTime"] = since,
            ["reason"] = reason,
            ["message"] = message,
        });
    }

    private static void SetReplicaFailure(JsonObject status, IReadOnlyList<ReplicaSetView> all)
    {
        var failure = all.Reverse().Select(item => Condition.Find(item.Value.At("status"), "ReplicaFailure")).FirstOrDefault(found => found?.Text("status") == "True");
        if (failure is null)
        {
            Condition.Remove(status, "ReplicaFailure");
            return;
        }
        var copy = failure.DeepClone().AsObject();
        copy["lastUpdateTime"] = copy.Copy("lastTransitionTime");
        Condition.Set(status, copy);
    }
}
