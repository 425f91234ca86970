namespace Cake.Istio.Manifests;

/// <summary>Names one Kubernetes object.</summary>
/// <param name="ApiVersion">Group and version as in a manifest: <c>v1</c> or <c>apps/v1</c>.</param>
/// <param name="Kind">The kind, such as <c>Deployment</c>.</param>
/// <param name="Namespace">The namespace, or null for a cluster-scoped object or where none is given.</param>
/// <param name="Name">The object's name.</param>
public sealed record ObjectRef(string ApiVersion, string Kind, string? Namespace, string Name)
{
    /// <summary>The API group; empty for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? ApiVersion[..slash] : "";

    /// <summary>The API version without its group.</summary>
    public string Version => ApiVersion[(ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Gives <c>Deployment istio-system/istio-pilot</c>, or <c>Namespace istio-system</c> for a cluster-scoped object.</summary>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
