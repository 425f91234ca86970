using System.Text.Json.Nodes;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Manifests.PostInstall;

/// <summary>The mesh-wide policy of Istio through 1.4 that makes mutual TLS the only way in.</summary>
internal static class StrictMeshPolicy
{
    private static readonly ShippedFile File = new("policies/strict-mesh-policy.yaml");

    /// <summary>Makes the policy that the post-install Job applies strict; null where the objects have no such policy.</summary>
    /// <param name="objects">The objects; they stay as they are. A policy that is strict already stays too.</param>
    internal static IReadOnlyList<KubeObject>? Use(IReadOnlyList<KubeObject> objects)
    {
        var texts = objects.Select(o => PostInstallPayload.TextOf(o.Json)).ToList();
        if (!texts.Any(IsPolicy))
            return null;
        return [.. objects.Zip(texts, (o, text) => IsPolicy(text) && IsPermissive(text!) ? WithStrictPolicy(o) : o)];
    }

    /// <summary>What the Job of a strict mesh applies: the policy, and the rules by which every client speaks mutual TLS.</summary>
    internal static IReadOnlyList<KubeObject> Objects { get; } = File.ReadObjects();

    private static bool IsPolicy(string? text) => text?.Contains("MeshPolicy", StringComparison.Ordinal) == true;

    private static bool IsPermissive(string text) => text.Contains("PERMISSIVE", StringComparison.Ordinal);

    private static KubeObject WithStrictPolicy(KubeObject map)
    {
        var json = (JsonObject)map.Json.DeepClone();
        json.Ensure("data")[PostInstallPayload.File] = File.ReadText();
        return map with { Json = json };
    }
}
