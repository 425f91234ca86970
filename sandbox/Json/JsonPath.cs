namespace Cake.Istio.Sandbox.Json;

/// <summary>
/// The part of kubectl's JSONPath that CustomResourceDefinitions use: fields, quoted fields, indexes, <c>[*]</c>, <c>..</c> and filters that compare one path with a literal.
/// </summary>
internal sealed class JsonPath
{
    private readonly List<Func<IEnumerable<JsonNode?>, IEnumerable<JsonNode?>>> _steps = [];

    private JsonPath()
    {
    }

    /// <summary>Reads a path such as <c>.status.conditions[?(@.type=="Ready")].status</c>.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static JsonPath Parse(string text)
    {
        var path = new JsonPath();
        var at = 0;
        while (at < text.Length)
            at = text[at] switch
            {
                '$' or '@' => at + 1,
                '[' => path.Bracket(text, at),
                '.' when text.AsSpan(at) is ['.', '.', ..] => path.Descend(at),
                '.' => path.Field(text, at + 1),
                _ => path.Field(text, at),
            };
        return path;
    }

    /// <summary>What the path leads to; empty when it leads nowhere.</summary>
    public IEnumerable<JsonNode> Find(JsonNode? root)
    {
        IEnumerable<JsonNode?> found = [root];
        foreach (var step in _steps)
            found = step(found);
        return found.OfType<JsonNode>();
    }

    private int Field(string text, int start)
    {
        var name = new System.Text.StringBuilder();
        var end = start;
        for (; end < text.Length && text[end] is not ('.' or '['); end++)
        {
            if (text[end] == '\\' && end + 1 < text.Length)
                end++;
            name.Append(text[end]);
        }
        var field = name.ToString();
        if (field == "*")
            _steps.Add(nodes => nodes.SelectMany(Children));
        else if (field.Length > 0)
            _steps.Add(nodes => nodes.Select(node => (node as JsonObject)?[field]));
        return end;
    }

    private int Descend(int at)
    {
        _steps.Add(nodes => nodes.SelectMany(Descendants));
        return at + 2;
    }

    private int Bracket(string text, int start)
    {
        var end = Close(text, start);
        var inside = text[(start + 1)..end].Trim();
        if (inside == "*")
            _steps.Add(nodes => nodes.SelectMany(Children));
        else if (inside is ['\'' or '"', .., '\'' or '"'])
            _steps.Add(nodes => nodes.Select(node => (node as JsonObject)?[inside[1..^1]]));
        else if (inside.StartsWith("?(", StringComparison.Ordinal) && inside[^1] == ')')
        {
            var filter = JsonPathFilter.Parse(inside[2..^1]);
            _steps.Add(nodes => nodes.SelectMany(Children).Where(filter.Matches));
        }
        else if (int.TryParse(inside, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            _steps.Add(nodes => nodes.OfType<JsonArray>().Select(array => array.ElementAtOrDefault(index < 0 ? array.Count + index : index)));
        else
            throw new FormatException($"invalid array index {inside}");
        return end + 1;
    }

    private static int Close(string text, int start)
    {
        var quote = '\0';
        for (var at = start + 1; at < text.Length; at++)
        {
            if (quote != '\0')
                quote = text[at] == quote ? '\0' : quote;
            else if (text[at] is '\'' or '"')
                quote = text[at];
            else if (text[at] == ']')
                return at;
        }
        throw new FormatException("unterminated array");
    }

    private static IEnumerable<JsonNode?> Children(JsonNode? node) => node switch
    {
        JsonObject map => map.Select(field => field.Value),
        JsonArray list => list,
        _ => [],
    };

    private static IEnumerable<JsonNode?> Descendants(JsonNode? node) => Children(node).SelectMany(Descendants).Prepend(node);
}
