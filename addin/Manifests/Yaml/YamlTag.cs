using System.Text;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Gives a scalar its meaning, under a tag such as <c>!!str</c> or without (go-yaml v2, resolve.go and decode.go).</summary>
internal static class YamlTag
{
    /// <summary>What <c>!!</c> stands for.</summary>
    internal const string Prefix = "tag:yaml.org,2002:";

    /// <summary>The tag of a merge key.</summary>
    internal const string Merge = Prefix + "merge";

    /// <summary>The scalar's meaning.</summary>
    /// <param name="tag">The tag in its long form, or null.</param>
    /// <param name="text">The scalar.</param>
    /// <param name="plain">Whether it stands without quotes.</param>
    /// <returns>Null if the tag does not fit.</returns>
    internal static YamlValue? Resolve(string? tag, string text, bool plain) => tag switch
    {
        null => plain ? YamlScalar.Resolve(text) : new(YamlKind.Text, text),
        Prefix + "bool" => Expect(YamlKind.Boolean, text),
        Prefix + "int" => Expect(YamlKind.Integer, text),
        Prefix + "null" => Expect(YamlKind.Null, text),
        Prefix + "float" => Float(text),
        Prefix + "timestamp" => YamlTimestamp.IsMatch(text) ? new(YamlKind.Text, text) : null,
        Prefix + "binary" => Binary(text),
        _ => new(YamlKind.Text, text),
    };

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
        // Go skips line ends in base64, .NET spaces and tabs too.
        if (text.AsSpan().ContainsAny(' ', '\t'))
            return null;
        return Convert.TryFromBase64String(text, bytes, out var count) ? new(YamlKind.Text, Encoding.UTF8.GetString(bytes, 0, count)) : null;
    }
}
