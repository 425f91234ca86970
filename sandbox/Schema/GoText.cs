namespace Cake.Istio.Sandbox.Schema;

/// <summary>Text as Go's <c>fmt</c> writes it, for messages that quote values.</summary>
internal static class GoText
{
    /// <summary>What <c>%q</c> writes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
            Append(quoted, rune);
        return quoted.Append('"').ToString();
    }

    /// <summary>What <c>%v</c> writes of a value that was JSON: <c>map[a:1 b:[x &lt;nil&gt;]]</c>.</summary>
    public static string Print(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonObject map => $"map[{string.Join(' ', map.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}:{Print(field.Value)}"))}]",
        JsonArray list => $"[{string.Join(' ', list.Select(Print))}]",
        _ => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(),
    };

    private static void Append(StringBuilder quoted, Rune rune)
    {
        switch (rune.Value)
        {
            case '"':
                quoted.Append("\\\"");
                break;
            case '\\':
                quoted.Append("\\\\");
                break;
            case >= '\a' and <= '\r':
                quoted.Append('\\').Append("abtnvfr"[rune.Value - '\a']);
                break;
            case < 0x20 or 0x7F:
                quoted.Append("\\x").Append(rune.Value.ToString("x2", CultureInfo.InvariantCulture));
                break;
            case (>= 0x80 and <= 0xA0) or 0xAD:
                quoted.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture));
                break;
            default:
                quoted.Append(rune.ToString());
                break;
        }
    }
}
