using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>An APIService is ready when its server answers; kstatus does not look.</summary>
internal static class ApiServiceReadiness
{
    public static ReadinessResult Evaluate(JsonObject json) => json.Condition("Available") switch
    {
        { IsTrue: true } => ReadinessResult.Current("is available"),
        { } available => ReadinessResult.InProgress($"is not available: {available.Words}"),
        null => ReadinessResult.InProgress("is not available yet"),
    };
}
