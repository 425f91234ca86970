using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>kstatus' rule for Deployments.</summary>
internal static class DeploymentReadiness
{
    public static ReadinessResult Evaluate(JsonObject json)
    {
        var progressing = json.Condition("Progressing");
        if (progressing?.Reason == "ProgressDeadlineExceeded")
            return ReadinessResult.Failed($"the rollout exceeded its progress deadline: {progressing.Words}");
        var wanted = json.Number("spec", "replicas") ?? 1;
        var existing = json.Number("status", "replicas") ?? 0;
        var updated = json.Number("status", "updatedReplicas") ?? 0;
        var available = json.Number("status", "availableReplicas") ?? 0;
        var ready = json.Number("status", "readyReplicas") ?? 0;
        var problem = Problem();
        if (problem is null)
            return ReadinessResult.Current($"{ready} of {wanted} replicas are ready");
        if (json.Flag("spec", "paused"))
            problem = $"{problem}; the rollout is paused";
        return ReadinessResult.InProgress(json.Condition("ReplicaFailure") is { IsTrue: true } failure ? $"{problem}: {failure.Words}" : problem);

        string? Problem()
        {
            if (wanted > existing)
                return $"{existing} of {wanted} replicas exist";
            if (wanted > updated)
                return $"{updated} of {wanted} replicas are updated";
            if (existing > wanted)
                return $"{existing - wanted} old replicas are still ending";
            if (updated > available)
                return $"{available} of {updated} replicas are available";
            if (wanted > ready)
                return $"{ready} of {wanted} replicas are ready";
            if (HasProgressDeadline(json) && progressing is not { IsTrue: true, Reason: "NewReplicaSetAvailable" })
                return "the rollout is not complete";
            return json.Condition("Available") is { IsTrue: true } ? null : "too few replicas are available";
        }
    }

    private static bool HasProgressDeadline(JsonObject json) =>
        json.Number("spec", "progressDeadlineSeconds") is { } seconds && seconds != int.MaxValue;
}
