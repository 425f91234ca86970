using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>PodDisruptionBudget to <c>policy/v1</c>.</summary>
internal static class PodDisruptionBudget
{
    /// <summary>Takes an empty selector away: in <c>policy/v1beta1</c> it matched no pod, in <c>policy/v1</c> every pod; none at all matches none in both.</summary>
    internal static void Rewrite(JsonObject json, ICollection<string> notes)
    {
        if (json.Object("spec") is not { } spec || spec.Object("selector") is not { } selector || selector.Any(static part => part.Value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 }))
            return;
        spec.Remove("selector");
        notes.Add("The empty selector is gone: it matched no pod and would now match all of them.");
    }
}
