namespace Cake.Istio.Sandbox.Selectors;

/// <summary>The grammar of <c>labelSelector</c>, with the messages of k8s.io/apimachinery/pkg/labels.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private const string Symbols = "=!(),<>";
    private static readonly string[] Operators = ["=", "==", "!=", "in", "notin", ">", "<"];
    private int _position;

    /// <summary>Reads the whole text.</summary>
    public LabelSelector Parse()
    {
        var requirements = new List<LabelRequirement>();
        while (true)
        {
            var next = Peek();
            if (next.Length == 0)
                break;
            if (!IsName(next) && next != "!")
                throw Error($"found '{next}', expected: !, identifier, or 'end of string'");
            requirements.Add(Requirement());
            var separator = Take();
            if (separator.Length == 0)
                break;
            if (separator != ",")
                throw Error($"found '{separator}', expected: ',' or 'end of string'");
            if (Peek() is var after && !IsName(after) && after != "!")
                throw Error($"found '{after}', expected: identifier after ','");
        }
        return new LabelSelector([.. requirements.OrderBy(requirement => requirement.Key, StringComparer.Ordinal)]);
    }

    private LabelRequirement Requirement()
    {
        var key = Take();
        var absent = key == "!";
        if (absent)
            key = Take();
        if (!IsName(key))
            throw Error($"unable to parse requirement: found '{key}', expected: identifier");
        if (LabelSyntax.KeyError(key) is { } error)
            throw Error($"unable to parse requirement: <nil>: Invalid value: \"{key}\": {error}");
        if (Peek() is "" or ",")
            return new LabelRequirement(key, absent ? LabelOperator.DoesNotExist : LabelOperator.Exists, new HashSet<string>());
        var word = Take();
        var values = word switch
        {
            "in" or "notin" => List(),
            "=" or "==" or "!=" or ">" or "<" => Single(),
            _ => throw Error($"unable to parse requirement: found '{word}', expected: {string.Join(", ", Operators)}"),
        };
        if (values.Select(LabelSyntax.ValueError).FirstOrDefault(found => found is not null) is { } wrong)
            throw Error($"unable to parse requirement: values[0][{key}]: Invalid value: \"{values.First()}\": {wrong}");
        if (word is ">" or "<" && !long.TryParse(values.First(), CultureInfo.InvariantCulture, out _))
            throw Error($"unable to parse requirement: values[0][{key}]: Invalid value: \"{values.First()}\": for 'Gt', 'Lt' operators, the value must be an integer");
        return new LabelRequirement(key, word switch
        {
            "notin" or "!=" => LabelOperator.NotIn,
            ">" => LabelOperator.GreaterThan,
            "<" => LabelOperator.LessThan,
            _ => LabelOperator.In,
        }, values);
    }

    private HashSet<string> Single()
    {
        if (Peek() is "" or ",")
            return [""];
        var value = Take();
        return IsName(value) ? [value] : throw Error($"unable to parse requirement: found '{value}', expected: identifier");
    }

    private HashSet<string> List()
    {
        if (Take() is var open && open != "(")
            throw Error($"unable to parse requirement: found '{open}' expected: '('");
        var values = new HashSet<string>();
        var expectValue = true;
        while (true)
        {
            var token = Take();
            switch (token)
            {
                case ")":
                    if (expectValue)
                        values.Add("");
                    return values;
                case "," when expectValue:
                    values.Add("");
                    break;
                case ",":
                    expectValue = true;
                    break;
                case var name when IsName(name) && expectValue:
                    values.Add(name);
                    expectValue = false;
                    break;
                default:
                    throw Error($"unable to parse requirement: found '{token}', expected: ',', ')' or identifier");
            }
        }
    }

    private string Peek()
    {
        var start = _position;
        var token = Take();
        _position = start;
        return token;
    }

    private string Take()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
            _position++;
        var start = _position;
        if (start == text.Length)
            return "";
        if (!Symbols.Contains(text[start], StringComparison.Ordinal))
        {
            while (_position < text.Length && !Symbols.Contains(text[_position], StringComparison.Ordinal) && !char.IsWhiteSpace(text[_position]))
                _position++;
            return text[start.._position];
        }
        _position += text.AsSpan(start) is ['=', '=', ..] or ['!', '=', ..] ? 2 : 1;
        return text[start.._position];
    }

    private static bool IsName(string token) => token.Length > 0 && !Symbols.Contains(token[0], StringComparison.Ordinal);

    private static StatusException Error(string message) => StatusException.BadRequest(message);
}
