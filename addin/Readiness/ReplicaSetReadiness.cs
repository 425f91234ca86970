using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>kstatus' rule for ReplicaSets.</summary>
internal static class ReplicaSetReadiness
{
    public static ReadinessResult Evaluate(JsonObject json)
    {
        if (json.Condition("ReplicaFailure") is { IsTrue: true } failure)
            return ReadinessResult.InProgress(failure.Words);
        var wanted = json.Number("spec", "replicas") ?? 1;
        var existing = json.Number("status", "replicas") ?? 0;
        var labelled = json.Number("status", "fullyLabeledReplicas") ?? 0;
        var available = json.Number("status", "availableReplicas") ?? 0;
        var ready = json.Number("status", "readyReplicas") ?? 0;
        if (wanted > labelled)
            return ReadinessResult.InProgress($"{labelled} of {wanted} replicas carry the labels");
        if (wanted > available)
            return ReadinessResult.InProgress($"{available} of {wanted} replicas are available");
        if (wanted > ready)
            return ReadinessResult.InProgress($"{ready} of {wanted} replicas are ready");
        return existing > wanted
            ? ReadinessResult.InProgress($"{existing - wanted} replicas too many are still ending")
            : ReadinessResult.Current($"{ready} of {wanted} replicas are ready");
    }
}
