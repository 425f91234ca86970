using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Manifests.PostInstall;

/// <summary>What the post-install Jobs of Istio 1.1 to 1.5 apply with kubectl: a file in a ConfigMap.</summary>
internal static class PostInstallPayload
{
    /// <summary>The ConfigMap's entry.</summary>
    internal const string File = "custom-resources.yaml";

    /// <summary>The text in an object, or null where it holds none.</summary>
    internal static string? TextOf(KubeObject o) => o is { Kind: "ConfigMap", ApiVersion: "v1" } ? o.Json.Object("data").Text(File) : null;
}
