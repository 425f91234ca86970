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
            case '\n':
                quoted.Append("\\n");
                break;
            case '\r':
                quoted.Append("\\r");
                break;
            case '\t':
                quoted.Append("\\t");
                break;
            case < 0x20 or 0x7F:
                quoted.Append("\\x").Append(rune.Value.ToString("x2", CultureInfo.InvariantCulture));
                break;
            default:
                quoted.Append(rune.ToString());
                break;
        }
    }
}
