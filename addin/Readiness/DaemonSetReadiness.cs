using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>kstatus' rule for DaemonSets: one that no node matches is ready.</summary>
internal static class DaemonSetReadiness
{
    public static ReadinessResult Evaluate(JsonObject json)
    {
        if (json.Number("metadata", "generation") is null
            || json.Number("status", "observedGeneration") is null
            || json.Number("status", "desiredNumberScheduled") is not { } wanted)
        {
            return ReadinessResult.InProgress("its controller has not seen it yet");
        }

        var current = json.Number("status", "currentNumberScheduled") ?? 0;
        var updated = json.Number("status", "updatedNumberScheduled") ?? 0;
        var available = json.Number("status", "numberAvailable") ?? 0;
        var ready = json.Number("status", "numberReady") ?? 0;
        if (wanted > current)
            return ReadinessResult.InProgress($"{current} of {wanted} nodes have a pod");
        if (wanted > updated)
            return ReadinessResult.InProgress($"{updated} of {wanted} nodes have an updated pod");
        if (wanted > available)
            return ReadinessResult.InProgress($"{available} of {wanted} nodes have an available pod");
        return wanted > ready
            ? ReadinessResult.InProgress($"{ready} of {wanted} nodes have a ready pod")
            : ReadinessResult.Current($"{ready} of {wanted} nodes have a ready pod");
    }
}
