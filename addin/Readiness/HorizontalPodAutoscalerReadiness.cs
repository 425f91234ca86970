using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>An autoscaler never holds an install up: a cluster without a metrics server is common, and its mesh works.</summary>
internal static class HorizontalPodAutoscalerReadiness
{
    public static ReadinessResult Evaluate(JsonObject json)
    {
        var inactive = new[] { json.Condition("AbleToScale"), json.Condition("ScalingActive") }.FirstOrDefault(condition => condition is { IsFalse: true });
        // Scaled to zero by hand: the autoscaler says so itself, and means it.
        return inactive is null || inactive.Reason == "ScalingDisabled"
            ? ReadinessResult.Current("is in force")
            : ReadinessResult.Current($"does not scale: {inactive.Words}") with { IsWarning = true };
    }
}
