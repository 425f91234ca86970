namespace Cake.Istio.Sandbox.Json;

/// <summary>What is wrong with a text that should be JSON, as the scanner of Go's <c>encoding/json</c> tells it.</summary>
internal ref struct JsonSyntax
{
    private readonly ReadOnlySpan<byte> _text;
    private int _at;

    private JsonSyntax(ReadOnlySpan<byte> text) => _text = text;

    private readonly int Next => _at < _text.Length ? _text[_at] : -1;

    /// <summary>The error; null when there is none.</summary>
    public static string? Error(ReadOnlySpan<byte> text)
    {
        var scanner = new JsonSyntax(text);
        return scanner.Value(0) ?? (scanner.Visible() < 0 ? null : scanner.Wrong("after top-level value"));
    }

    private string? Value(int depth) => Visible() switch
    {
        '{' or '[' when depth == JsonTree.MaxDepth => Wrong("exceeded max depth"),
        '{' => Members('}', "after object key:value pair", depth),
        '[' => Members(']', "after array element", depth),
        '"' => Text(),
        't' => Word("true"),
        'f' => Word("false"),
        'n' => Word("null"),
        '-' or (>= '0' and <= '9') => Number(),
        _ => Wrong("looking for beginning of value"),
    };

    private string? Members(char end, string after, int depth)
    {
        _at++;
        for (var isFirst = true; !isFirst || Visible() != end; isFirst = false)
        {
            if (((end == '}' ? Key() : null) ?? Value(depth + 1)) is { } error)
                return error;
            if (Visible() == end)
                break;
            if (Next != ',')
                return Wrong(after);
            _at++;
        }
        _at++;
        return null;
    }

    private string? Key()
    {
        if ((Visible() == '"' ? Text() : Wrong("looking for beginning of object key string")) is { } error)
            return error;
        Visible();
        return Takes(':', ':') ? null : Wrong("after object key");
    }

    private string? Text()
    {
        for (_at++; Next != '"';)
        {
            if (Next < ' ')
                return Wrong("in string literal");
            if (_text[_at++] != '\\')
                continue;
            if (Next < 0 || !"bfnrtu/\\\"".Contains((char)Next, StringComparison.Ordinal))
                return WrongToken("in string escape code");
            for (var digits = _text[_at++] == 'u' ? 4 : 0; digits > 0; digits--, _at++)
                if (Next < 0 || !char.IsAsciiHexDigit((char)Next))
                    return WrongToken("in \\u hexadecimal character escape");
        }
        _at++;
        return null;
    }

    private string? Word(string word)
    {
        foreach (var letter in word)
        {
            if (Next != letter)
                return WrongToken($"in literal {word} (expecting '{letter}')");
            _at++;
        }
        return null;
    }

    private string? Number()
    {
        Takes('-', '-');
        if (!Takes('0', '0') && !Digits())
            return WrongToken("in numeric literal");
        if (Takes('.', '.') && !Digits())
            return WrongToken("after decimal point in numeric literal");
        if (!Takes('e', 'E'))
            return null;
        Takes('+', '-');
        return Digits() ? null : WrongToken("in exponent of numeric literal");
    }

    private bool Digits()
    {
        var start = _at;
        while (Next is >= '0' and <= '9')
            _at++;
        return _at > start;
    }

    private bool Takes(char one, char other)
    {
        var takes = Next == one || Next == other;
        _at += takes ? 1 : 0;
        return takes;
    }

    private int Visible()
    {
        while (Next is ' ' or '\t' or '\r' or '\n')
            _at++;
        return Next;
    }

    private readonly string Wrong(string where) => Next < 0 ? "unexpected end of JSON input" : WrongToken(where);

    // Go ends the text with a blank.
    private readonly string WrongToken(string where)
    {
        var letter = (char)(Next < 0 ? ' ' : Next);
        return $"invalid character '{(letter is '\'' ? "\\'" : letter is '"' ? "\"" : Schema.GoText.Quote(letter.ToString())[1..^1])}' {where}";
    }
}
