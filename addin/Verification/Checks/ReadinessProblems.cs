using System.Text.Json.Nodes;
using Cake.Istio.Manifests;
using Cake.Istio.Readiness;

namespace Cake.Istio.Verification.Checks;

/// <summary>Says of each object that is not ready what it lacks.</summary>
internal static class ReadinessProblems
{
    public static IReadOnlyList<string> Of(IReadOnlyList<(ObjectRef Ref, JsonObject? Live)> pairs)
    {
        var problems = new List<string>();
        foreach (var (reference, live) in pairs)
        {
            if (live is null) problems.Add($"{reference}: not found");
            else if (ReadinessRules.Evaluate(live) is { Status: not ReadinessStatus.Current } readiness) problems.Add($"{reference}: {readiness.Message}");
        }

        return problems;
    }
}
