using System.Text;
using YamlDotNet.Core.Events;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Applies an explicit tag such as <c>!!str</c> to a scalar (go-yaml v2, resolve.go and decode.go).</summary>
internal static class YamlTag
{
    /// <summary>The tag of a merge key.</summary>
    internal const string Merge = Prefix + "merge";

    private const string Prefix = "tag:yaml.org,2002:";

    /// <summary>The scalar's meaning under its tag, or the reason why it has none.</summary>
    internal static YamlValue Resolve(Scalar scalar, out string? problem)
    {
        problem = null;
        var tag = TagOf(scalar);
        if (tag.Length == 0)
            return scalar.IsPlainImplicit ? YamlScalar.Resolve(scalar.Value) : new(YamlKind.Text, scalar.Value);
        var resolved = tag switch
        {
            Prefix + "bool" => Expect(YamlKind.Boolean, scalar.Value),
            Prefix + "int" => Expect(YamlKind.Integer, scalar.Value),
            Prefix + "null" => Expect(YamlKind.Null, scalar.Value),
            Prefix + "float" => Float(scalar.Value),
            Prefix + "timestamp" => YamlTimestamp.IsMatch(scalar.Value) ? new(YamlKind.Text, scalar.Value) : null,
            Prefix + "binary" => Binary(scalar.Value),
            _ => new YamlValue(YamlKind.Text, scalar.Value),
        };
        if (resolved is null)
            problem = $"'{scalar.Value}' is no value for the tag !!{tag[Prefix.Length..]}";
        return resolved ?? default;
    }

    /// <summary>The scalar's tag in its long form, or an empty text.</summary>
    internal static string TagOf(Scalar scalar) => scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;

    private static YamlValue? Expect(YamlKind kind, string text) => YamlScalar.Resolve(text) is var value && value.Kind == kind ? value : null;

    private static YamlValue? Float(string text) => YamlScalar.Resolve(text) switch
    {
        { Kind: YamlKind.Float } value => value,
        { Kind: YamlKind.Integer } value => new(YamlKind.Float, text, Float: value.Negative ? -(double)value.Magnitude : value.Magnitude),
        _ => null,
    };

    private static YamlValue? Binary(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) ? new(YamlKind.Text, Encoding.UTF8.GetString(bytes, 0, count)) : null;
    }
}
