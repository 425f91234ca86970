using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>kstatus' rule for StatefulSets.</summary>
internal static class StatefulSetReadiness
{
    public static ReadinessResult Evaluate(JsonObject json)
    {
        if (json.Text("spec", "updateStrategy", "type") == "OnDelete")
            return ReadinessResult.Current("pods are replaced when they are deleted");
        var wanted = json.Number("spec", "replicas") ?? 1;
        var existing = json.Number("status", "replicas") ?? 0;
        var ready = json.Number("status", "readyReplicas") ?? 0;
        var current = json.Number("status", "currentReplicas") ?? 0;
        var updated = json.Number("status", "updatedReplicas") ?? 0;
        if (wanted > existing)
            return ReadinessResult.InProgress($"{existing} of {wanted} replicas exist");
        if (wanted > ready)
            return ReadinessResult.InProgress($"{ready} of {wanted} replicas are ready");
        if (existing > wanted)
            return ReadinessResult.InProgress($"{existing - wanted} replicas too many are still ending");
        if (json.Number("spec", "updateStrategy", "rollingUpdate", "partition") is { } partition and > 0)
        {
            return updated >= wanted - partition
                ? ReadinessResult.Current($"{updated} of {wanted} replicas are updated, as the partition asks")
                : ReadinessResult.InProgress($"{updated} of {wanted - partition} replicas are updated");
        }

        if (wanted > current)
            return ReadinessResult.InProgress($"{current} of {wanted} replicas are of the current revision");
        return json.Text("status", "currentRevision") == json.Text("status", "updateRevision")
            ? ReadinessResult.Current($"{ready} of {wanted} replicas are ready")
            : ReadinessResult.InProgress("a new revision is being rolled out");
    }
}
