using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>The sign that Helm, or a tool that has Helm's library in it, installed an object.</summary>
/// <remarks>
/// Source: helm, <c>pkg/action/validate.go</c>: it writes this annotation on every object of a release and takes no object without it. The labels that go with it
/// (<c>app.kubernetes.io/managed-by: Helm</c>, <c>heritage: Tiller</c>) say nothing: charts that were only rendered have them too.
/// </remarks>
internal static class HelmRelease
{
    private const string Prefix = "meta.helm.sh/";

    private const string Annotation = $"{Prefix}release-name";

    /// <summary>Where the sign is.</summary>
    public static FieldPath Path { get; } = FieldPath.Of("metadata", "annotations", Annotation);

    /// <summary>The release that an object belongs to, or null.</summary>
    public static string? Of(JsonObject live) => (string?)Path.Find(live);

    /// <summary>Whether a field is one of Helm's own annotations.</summary>
    public static bool Marks(FieldPath path) => path.LastField.StartsWith(Prefix, StringComparison.Ordinal);
}
