using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>A Gateway of the Gateway API is ready when it is accepted and programmed, as of its newest generation (GEP-1364).</summary>
internal static class GatewayReadiness
{
    public static ReadinessResult Evaluate(JsonObject json)
    {
        foreach (var type in new[] { "Accepted", "Programmed" })
        {
            var condition = json.Condition(type);
            if (condition is null || (condition.ObservedGeneration is { } seen && seen != json.Number("metadata", "generation")))
                return ReadinessResult.InProgress($"is not {type.ToLowerInvariant()} yet");
            if (!condition.IsTrue)
                return ReadinessResult.InProgress($"is not {type.ToLowerInvariant()}: {condition.Words}");
        }

        return ReadinessResult.Current("is programmed");
    }
}
