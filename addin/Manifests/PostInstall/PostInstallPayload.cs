using System.Text.Json.Nodes;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Manifests.PostInstall;

/// <summary>What the post-install Jobs of Istio 1.1 to 1.5 apply with kubectl: a file in a ConfigMap.</summary>
internal static class PostInstallPayload
{
    /// <summary>The ConfigMap's entry.</summary>
    internal const string File = "custom-resources.yaml";

    /// <summary>The text in an object, or null where it holds none.</summary>
    internal static string? TextOf(JsonObject o) => o.Text("kind") == "ConfigMap" && o.Text("apiVersion") == "v1" ? o.Object("data").Text(File) : null;

    /// <summary>The objects in the text of an object; empty where it holds none.</summary>
    /// <exception cref="Errors.MeshException">The text is no manifest (codes <c>MESH12xx</c>).</exception>
    internal static IReadOnlyList<KubeObject> ObjectsOf(JsonObject o) =>
        TextOf(o) is { } text ? ManifestReader.Parse(text, $"ConfigMap {o.Object("metadata").Text("name")}").Objects : [];
}
