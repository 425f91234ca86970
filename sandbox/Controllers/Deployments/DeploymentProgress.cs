namespace Cake.Istio.Sandbox.Controllers.Deployments;

/// <summary>The condition <c>Progressing</c> of a Deployment: whether its rollout moves, is done, or has stalled.</summary>
internal static class DeploymentProgress
{
    private const string Type = "Progressing";
    private const string Done = "NewReplicaSetAvailable";
    private const string Stalled = "ProgressDeadlineExceeded";

    /// <summary>Notes that the ReplicaSet of a new template was made.</summary>
    public static void Created(DeploymentSpec deployment, JsonObject status, string replicaSet, DateTimeOffset now)
    {
        if (deployment.ProgressDeadline is not null)
            DeploymentStatus.SetCondition(status, Type, "True", "NewReplicaSetCreated", $"Created new replica set \"{replicaSet}\"", now);
    }

    /// <summary>Notes that a ReplicaSet of the template was there already, as after a rollback.</summary>
    public static void Found(DeploymentSpec deployment, JsonObject status, string replicaSet, DateTimeOffset now)
    {
        if (deployment.ProgressDeadline is not null && Condition.Find(status, Type) is null)
            DeploymentStatus.SetCondition(status, Type, "True", "FoundNewReplicaSet", $"Found new replica set \"{replicaSet}\"", now);
    }

    /// <summary>Notes a pause or the end of one; a deadline does not run meanwhile.</summary>
    /// <returns>Whether the pause just began or ended.</returns>
    public static bool Pause(DeploymentSpec deployment, JsonObject status, DateTimeOffset now)
    {
        var reason = Condition.Find(status, Type)?.Text("reason");
        if (deployment.ProgressDeadline is null || reason == Stalled || deployment.IsPaused == (reason == "DeploymentPaused"))
            return false;
        if (deployment.IsPaused)
            DeploymentStatus.SetCondition(status, Type, "Unknown", "DeploymentPaused", "Deployment is paused", now);
        else
            DeploymentStatus.SetCondition(status, Type, "Unknown", "DeploymentResumed", "Deployment is resumed", now);
        return true;
    }

    /// <summary>Judges the rollout by comparing the stored status with the next one.</summary>
    /// <returns>When the deadline passes if nothing moves until then; null when none runs.</returns>
    public static TimeSpan? Judge(DeploymentSpec deployment, JsonObject status, string replicaSet, DateTimeOffset now)
    {
        if (deployment.ProgressDeadline is not { } deadline)
        {
            Condition.Remove(status, Type);
            return null;
        }
        var condition = Condition.Find(status, Type);
        if (condition?.Text("reason") == Done && status.Number("replicas") == status.Number("updatedReplicas"))
            return null;
        if (IsComplete(deployment, status))
        {
            DeploymentStatus.SetCondition(status, Type, "True", Done, $"ReplicaSet \"{replicaSet}\" has successfully progressed.", now);
            return null;
        }
        if (HasMoved(deployment, status))
        {
            Moved(status, condition, replicaSet, now);
            return deadline;
        }
        if (condition is null || condition.Text("reason") is Done or Stalled)
            return null;
        var left = (condition.Time("lastUpdateTime") ?? now) + deadline - now;
        if (left > TimeSpan.Zero)
            return left;
        DeploymentStatus.SetCondition(status, Type, "False", Stalled, $"ReplicaSet \"{replicaSet}\" has timed out progressing.", now);
        return null;
    }

    /// <summary>Whether the rollout is done: all pods are of the current template and available, and no other is left.</summary>
    public static bool IsComplete(DeploymentSpec deployment, JsonObject status) =>
        Count(status, "updatedReplicas") == deployment.Replicas && Count(status, "replicas") == deployment.Replicas
        && Count(status, "availableReplicas") == deployment.Replicas;

    private static bool HasMoved(DeploymentSpec deployment, JsonObject next)
    {
        var old = deployment.Value["status"];
        return Count(next, "updatedReplicas") > Count(old, "updatedReplicas")
            || Count(next, "replicas") - Count(next, "updatedReplicas") < Count(old, "replicas") - Count(old, "updatedReplicas")
            || Count(next, "readyReplicas") > Count(old, "readyReplicas")
            || Count(next, "availableReplicas") > Count(old, "availableReplicas");
    }

    // Every move counts as an update, also where status and reason stay the same: the deadline starts over.
    private static void Moved(JsonObject status, JsonObject? condition, string replicaSet, DateTimeOffset now)
    {
        var since = condition?.Text("status") == "True" ? condition.Text("lastTransitionTime") : now.Stamp();
        Condition.Remove(status, Type);
        DeploymentStatus.SetCondition(status, Type, "True", "ReplicaSetUpdated", $"ReplicaSet \"{replicaSet}\" is progressing.", now);
        Condition.Find(status, Type)!["lastTransitionTime"] = since;
    }

    private static long Count(JsonNode? status, string field) => status.Number(field) ?? 0;
}
