using System.Globalization;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Whole numbers as Go's <c>strconv.ParseInt(s, 0, 64)</c> reads them, after go-yaml dropped every underscore.</summary>
internal static class YamlInteger
{
    /// <summary>Reads decimal, <c>0x</c>, <c>0b</c>, <c>0o</c> and octal with a leading zero, with or without a sign.</summary>
    /// <param name="text">The scalar.</param>
    /// <param name="magnitude">The number without its sign.</param>
    /// <param name="negative">Whether it has a minus.</param>
    /// <returns>False if it is not a whole number or needs more than 64 bits.</returns>
    internal static bool TryParse(ReadOnlySpan<char> text, out ulong magnitude, out bool negative)
    {
        negative = text is ['-', ..];
        magnitude = 0;
        if (text is ['-' or '+', ..])
            text = text[1..];
        return text switch
        {
            ['0', 'x' or 'X', .. var hex] => ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out magnitude),
            ['0', 'b' or 'B', .. var binary] => ulong.TryParse(binary, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out magnitude),
            ['0', 'o' or 'O', .. var octal] => TryParseOctal(octal, out magnitude),
            ['0', _, ..] => TryParseOctal(text[1..], out magnitude),
            _ => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out magnitude),
        };
    }

    private static bool TryParseOctal(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '7' || value > ulong.MaxValue >> 3)
                return false;
            value = (value << 3) | (uint)(digit - '0');
        }

        return !text.IsEmpty;
    }
}
