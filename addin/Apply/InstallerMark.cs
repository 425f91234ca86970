using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>A label or annotation by which a tool keeps track of what it has installed.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Noun">What its value names, such as <c>Helm release</c>.</param>
/// <param name="IsRendered">Whether manifests that were only rendered may have it too, so that it says something of whoever wrote it only where the release's own object has it not.</param>
/// <param name="Means">Whether a value stands for the tool.</param>
internal sealed record InstallerMark(FieldPath Path, string Noun, bool IsRendered, Func<string, bool> Means)
{
    /// <summary>A mark that only its tool writes, with any value.</summary>
    /// <param name="map"><c>labels</c> or <c>annotations</c>.</param>
    /// <param name="key">Its key.</param>
    /// <param name="noun">What its value names.</param>
    public static InstallerMark Certain(string map, string key, string noun) => new(FieldPath.Of("metadata", map, key), noun, IsRendered: false, _ => true);

    /// <summary>A label that rendered manifests may have too.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="noun">What its value names.</param>
    /// <param name="means">Whether a value stands for the tool.</param>
    public static InstallerMark Rendered(string key, string noun, Func<string, bool> means) => new(FieldPath.Of("metadata", "labels", key), noun, IsRendered: true, means);

    /// <summary>Whether an object has the mark.</summary>
    public bool IsOn(JsonObject item) => Path.Find(item) is JsonValue value && value.TryGetValue<string>(out var text) && Means(text);

    /// <summary>Gives <c>Helm release istiod</c>; what a tool adds for the single object, behind a colon, is left out.</summary>
    public string Describe(JsonObject item) => $"{Noun} {((string?)Path.Find(item))?.Split(':')[0]}";
}
