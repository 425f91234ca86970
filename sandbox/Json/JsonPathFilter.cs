namespace Cake.Istio.Sandbox.Json;

/// <summary>The condition in <c>[?(…)]</c>: a path, or a path compared with a literal.</summary>
/// <param name="Left">The path.</param>
/// <param name="Operator">The comparison; null when the path only has to lead somewhere.</param>
/// <param name="Right">The literal.</param>
internal sealed record JsonPathFilter(JsonPath Left, string? Operator, string Right)
{
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "<", ">"];

    /// <summary>Reads the text between the parentheses.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static JsonPathFilter Parse(string text)
    {
        var found = Operators.Select(symbol => (symbol, At: text.IndexOf(symbol, StringComparison.Ordinal))).Where(match => match.At >= 0).MinBy(match => match.At);
        return found.symbol is null
            ? new JsonPathFilter(JsonPath.Parse(text.Trim()), null, "")
            : new JsonPathFilter(JsonPath.Parse(text[..found.At].Trim()), found.symbol, text[(found.At + found.symbol.Length)..].Trim().Trim('"', '\''));
    }

    /// <summary>Whether an item fulfils the condition.</summary>
    public bool Matches(JsonNode? item) => Left.Find(item).Any(found => Operator is null || Compare(found) is { } order && Operator switch
    {
        "==" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    });

    private int? Compare(JsonNode found)
    {
        var text = found is JsonValue value && value.TryGetValue<string>(out var own) ? own : found.ToJsonString();
        return found.GetValueKind() == JsonValueKind.Number && double.TryParse(text, CultureInfo.InvariantCulture, out var left)
            ? double.TryParse(Right, CultureInfo.InvariantCulture, out var right) ? left.CompareTo(right) : null
            : string.CompareOrdinal(text, Right);
    }
}
