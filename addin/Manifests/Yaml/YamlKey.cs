using System.Globalization;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Turns a mapping's key into the text that JSON needs (sigs.k8s.io/yaml, convertToJSONableObject).</summary>
internal static class YamlKey
{
    /// <summary>The key's text, or null where kubectl refuses such a key.</summary>
    internal static string? Text(YamlValue key) => key.Kind switch
    {
        YamlKind.Text => key.Text,
        YamlKind.Boolean => key.Boolean ? "true" : "false",
        YamlKind.Integer when key.Negative => key.Magnitude == 0 ? "0" : "-" + key.Magnitude.ToString(CultureInfo.InvariantCulture),
        YamlKind.Integer when key.Magnitude <= long.MaxValue => key.Magnitude.ToString(CultureInfo.InvariantCulture),
        YamlKind.Float => Float((float)key.Float),
        _ => null,
    };

    // strconv.FormatFloat(v, 'g', -1, 32): shortest digits, an exponent below 1e-4 and from 1e6 on.
    private static string Float(float value)
    {
        if (!float.IsFinite(value))
            return float.IsNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
        var digits = value.ToString("E8", CultureInfo.InvariantCulture);
        for (var precision = 0; precision < 9; precision++)
        {
            digits = value.ToString("E" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (float.Parse(digits, CultureInfo.InvariantCulture).Equals(value))
                break;
        }

        var mark = digits.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(digits.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return exponent is < -4 or >= 6
            ? $"{digits[..mark]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}"
            : ((decimal)double.Parse(digits, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
    }
}
