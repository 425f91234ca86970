using System.Globalization;
using System.Text.RegularExpressions;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Gives a plain scalar its meaning: YAML 1.1 as go-yaml v2 understands it (its resolve.go).</summary>
internal static partial class YamlScalar
{
    /// <summary>The meaning of a plain scalar.</summary>
    internal static YamlValue Resolve(string text)
    {
        if (text.Length == 0)
            return new(YamlKind.Null, text);
        return text[0] switch
        {
            '~' or 'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' => Word(text),
            '.' => PointFirst(text),
            '+' or '-' or (>= '0' and <= '9') => Number(text),
            _ => new(YamlKind.Text, text),
        };
    }

    private static YamlValue Word(string text) => text switch
    {
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => new(YamlKind.Boolean, text, Boolean: true),
        "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => new(YamlKind.Boolean, text),
        "~" or "null" or "Null" or "NULL" => new(YamlKind.Null, text),
        _ => new(YamlKind.Text, text),
    };

    private static YamlValue PointFirst(string text) => text switch
    {
        ".nan" or ".NaN" or ".NAN" => new(YamlKind.Float, text, Float: double.NaN),
        ".inf" or ".Inf" or ".INF" => new(YamlKind.Float, text, Float: double.PositiveInfinity),
        _ => PointFirstSyntax().IsMatch(text) ? Float(text, text.Replace("_", "", StringComparison.Ordinal)) : new(YamlKind.Text, text),
    };

    // A date needs no case of its own: kubectl keeps it as the text it is, and its dashes keep it from being a number.
    private static YamlValue Number(string text)
    {
        switch (text)
        {
            case "+.inf" or "+.Inf" or "+.INF":
                return new(YamlKind.Float, text, Float: double.PositiveInfinity);
            case "-.inf" or "-.Inf" or "-.INF":
                return new(YamlKind.Float, text, Float: double.NegativeInfinity);
        }

        var plain = text.Contains('_', StringComparison.Ordinal) ? text.Replace("_", "", StringComparison.Ordinal) : text;
        if (YamlInteger.TryParse(plain, out var magnitude, out var negative) && InRange(magnitude, negative, plain))
            return new(YamlKind.Integer, text, Magnitude: magnitude, Negative: negative);
        return Float(text, plain);
    }

    // ParseInt takes a sign and 63 bits; ParseUint takes 64 bits and no sign at all.
    private static bool InRange(ulong magnitude, bool negative, string plain) =>
        negative ? magnitude <= 1UL << 63 : magnitude <= long.MaxValue || plain[0] != '+';

    private static YamlValue Float(string text, string plain) =>
        FloatSyntax().IsMatch(plain)
        && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value)
            ? new(YamlKind.Float, text, Float: value)
            : new(YamlKind.Text, text);

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FloatSyntax();

    // Here go-yaml leaves the underscores to Go's ParseFloat, which wants each between two digits.
    [GeneratedRegex(@"^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PointFirstSyntax();
}
