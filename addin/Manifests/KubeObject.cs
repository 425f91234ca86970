using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests;

/// <summary>One Kubernetes object of a manifest, with the place it was read from.</summary>
/// <remarks>Transforms never change <see cref="Json"/> in place: they return a new object made from a deep clone.</remarks>
/// <param name="Json">The object's content.</param>
/// <param name="Source">Where it was read.</param>
public sealed record KubeObject(JsonObject Json, SourceLocation Source)
{
    /// <summary>The object's <c>apiVersion</c>.</summary>
    public string ApiVersion => (string?)Json["apiVersion"] ?? "";

    /// <summary>The object's <c>kind</c>.</summary>
    public string Kind => (string?)Json["kind"] ?? "";

    /// <summary>The object's <c>metadata.name</c>.</summary>
    public string Name => (string?)Json["metadata"]?["name"] ?? "";

    /// <summary>The object's <c>metadata.namespace</c>, or null.</summary>
    public string? Namespace => (string?)Json["metadata"]?["namespace"];

    /// <summary>The object's identity.</summary>
    public ObjectRef Ref => new(ApiVersion, Kind, Namespace, Name);
}
