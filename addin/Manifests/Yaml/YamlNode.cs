using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>A node: a scalar with its meaning, or a collection.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Scalar">The scalar; counts if <paramref name="Collection"/> is null.</param>
/// <param name="Collection">The collection.</param>
internal readonly record struct YamlNode(YamlMark Start, YamlValue Scalar, JsonNode? Collection = null)
{
    /// <summary>Whether it is a merge key if it stands where a key does.</summary>
    internal bool IsMerge { get; init; }

    /// <summary>Whether it was written as an alias.</summary>
    internal bool IsAlias { get; init; }

    /// <summary>The text that it is as a key.</summary>
    /// <exception cref="YamlException">kubectl takes no such key.</exception>
    internal string ToKey() =>
        Collection is not null ? throw new YamlException(Start, "a mapping or a list cannot be a key")
        : YamlKey.Text(Scalar) ?? throw new YamlException(Start, "this key is neither text nor number nor boolean");

    /// <summary>The node as JSON.</summary>
    /// <exception cref="YamlException">JSON cannot say it.</exception>
    internal JsonNode? ToJson() => Collection ?? Scalar.Kind switch
    {
        YamlKind.Text => JsonValue.Create(Scalar.Text),
        YamlKind.Null => null,
        YamlKind.Boolean => JsonValue.Create(Scalar.Boolean),
        YamlKind.Integer when Scalar.Negative => KubeNumber.Node(unchecked(-(long)Scalar.Magnitude)),
        YamlKind.Integer when Scalar.Magnitude <= long.MaxValue => KubeNumber.Node((long)Scalar.Magnitude),
        YamlKind.Integer => KubeNumber.Node((double)Scalar.Magnitude),
        _ when double.IsFinite(Scalar.Float) => KubeNumber.Node(Scalar.Float),
        _ => throw new YamlException(Start, $"JSON has no way to say '{Scalar.Text}'"),
    };
}
