using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>RuntimeClass to <c>node.k8s.io/v1</c>.</summary>
internal static class RuntimeClass
{
    /// <summary>From <c>v1alpha1</c>: what was in <c>spec</c> stands at the top.</summary>
    internal static void FromAlpha(JsonObject json, ICollection<string> notes)
    {
        if (json.Take("spec") is not JsonObject spec)
            return;
        spec.Rename("runtimeHandler", "handler");
        foreach (var key in spec.Select(field => field.Key).ToList())
            json[key] = spec.Take(key);
    }
}
