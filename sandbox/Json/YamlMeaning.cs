using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Cake.Istio.Sandbox.Json;

/// <summary>What a scalar means in YAML 1.1: only plain ones can be anything but text.</summary>
internal static partial class YamlMeaning
{
    /// <summary>The scalar as JSON.</summary>
    public static JsonValue? Of(Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain || (!scalar.Tag.IsEmpty && scalar.Tag.Value == "tag:yaml.org,2002:str"))
            return JsonValue.Create(text);
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => JsonValue.Create(true),
            "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => JsonValue.Create(false),
            _ => Number(text.Replace("_", "", StringComparison.Ordinal)) ?? JsonValue.Create(text),
        };
    }

    private static JsonValue? Number(string text)
    {
        var negative = text is ['-', ..];
        var digits = text is ['-' or '+', ..] ? text[1..] : text;
        if (digits is [] || !char.IsAsciiDigit(digits[0]) && digits[0] != '.')
            return null;
        if (Whole(digits) is { } magnitude)
            return JsonValue.Create(negative ? -magnitude : magnitude);
        return FloatSyntax().IsMatch(digits) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number)
            : null;
    }

    private static long? Whole(string digits) => digits switch
    {
        ['0', 'x' or 'X', .. var hex] when long.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number >= 0 => number,
        ['0', 'b' or 'B', .. var binary] when long.TryParse(binary, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out var number) => number,
        ['0', 'o', .. var octal] => Octal(octal),
        ['0', _, ..] when Octal(digits) is { } number => number,
        _ => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    private static long? Octal(string digits)
    {
        if (digits.Length is 0 or > 20 || digits.AsSpan().ContainsAnyExceptInRange('0', '7'))
            return null;
        return digits.Aggregate(0L, (number, digit) => (number * 8) + (digit - '0'));
    }

    [GeneratedRegex(@"^(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FloatSyntax();
}
