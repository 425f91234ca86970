using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>What kstatus asks of every kind before the kind's own rule, and of kinds without one.</summary>
internal static class GenericReadiness
{
    /// <summary>The readiness where it is decided whatever the kind; else null.</summary>
    public static ReadinessResult? Evaluate(JsonObject json)
    {
        if (json.Text("metadata", "deletionTimestamp") is not null)
            return new(ReadinessStatus.Terminating, Terminating(json));
        if (json.Number("metadata", "generation") is { } generation
            && json.Number("status", "observedGeneration") is { } observed
            && generation != observed)
        {
            return ReadinessResult.InProgress($"its controller has seen generation {observed} of {generation}");
        }

        if (json.Condition("Reconciling") is { IsTrue: true } reconciling)
            return ReadinessResult.InProgress(reconciling.Words);
        return json.Condition("Stalled") is { IsTrue: true } stalled ? ReadinessResult.Failed(stalled.Words) : null;
    }

    /// <summary>By the condition <c>Ready</c>; an object without one is ready because it exists.</summary>
    public static ReadinessResult ByReadyCondition(JsonObject json) => json.Condition("Ready") switch
    {
        null => ReadinessResult.Current("exists"),
        { IsTrue: true } => ReadinessResult.Current("is ready"),
        { } ready => ReadinessResult.InProgress(ready.Words.Length > 0 ? ready.Words : "is not ready"),
    };

    private static string Terminating(JsonObject json)
    {
        var finalizers = (json.At("metadata", "finalizers") as JsonArray ?? []).Select(finalizer => finalizer?.ToString()).ToList();
        return finalizers.Count == 0 ? "is being deleted" : $"is being deleted, held by {string.Join(", ", finalizers)}";
    }
}
