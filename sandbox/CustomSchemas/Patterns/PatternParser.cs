using System.Text.RegularExpressions;

namespace Cake.Istio.Sandbox.CustomSchemas.Patterns;

/// <summary>Reads Go's syntax for regular expressions, as <c>regexp/syntax</c> does with the flags of Perl; its errors are those of <c>regexp.Compile</c>.</summary>
internal sealed partial class PatternParser
{
    private const int MostRepeats = 1000;
    private const int Deepest = 1000;
    private const long Largest = (128 << 20) / 40;
    private const string TooLarge = "expression too large";
    private readonly string _text;
    private (bool FoldsCase, bool HasLines, bool DotTakesNewline) _flags;
    private int _at;

    private PatternParser(string text) => _text = text;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">Such as <c>error parsing regexp: missing closing ): `(a`</c>.</exception>
    public static PatternNode Parse(string text)
    {
        var parser = new PatternParser(text);
        var node = parser.Choice(0);
        if (parser._at < text.Length)
            throw Error("unexpected )", text);
        return node.Size > Largest ? throw Error(TooLarge, text) : node;
    }

    private PatternNode Choice(int depth)
    {
        if (depth > Deepest)
            throw Error("expression nests too deeply", _text);
        var (choices, sequence, lastRepeat) = (new List<PatternNode>(), new List<PatternNode>(), -1);
        while (!Sees(")") && _at < _text.Length)
        {
            var start = _at;
            if (Bounds() is var (least, most))
            {
                Repeat(sequence, start, lastRepeat, least, most);
                lastRepeat = start;
                continue;
            }
            lastRepeat = -1;
            if (!Take("|"))
            {
                sequence.AddRange(Piece(depth));
                continue;
            }
            choices.Add(PatternNode.Sequence(sequence));
            sequence = [];
        }
        return PatternNode.Choice([.. choices, PatternNode.Sequence(sequence)]);
    }

    private void Repeat(List<PatternNode> sequence, int start, int lastRepeat, int least, int most)
    {
        Take("?");
        if (lastRepeat >= 0)
            throw Error("invalid nested repetition operator", _text[lastRepeat.._at]);
        if (sequence is not [.., var last])
            throw Error("missing argument to repetition operator", _text[start.._at]);
        sequence[^1] = last = last.Repeat(least, most);
        if (last.Size > Largest)
            throw Error(TooLarge, _text);
        if (last.Repeats > MostRepeats)
            throw Error("invalid repeat count", _text[start.._at]);
    }

    private (int Least, int Most)? Bounds()
    {
        if (_at < _text.Length && "*+?".IndexOf(_text[_at], StringComparison.Ordinal) is >= 0 and var sign)
        {
            _at++;
            return (sign == 1 ? 1 : 0, sign == 2 ? 1 : -1);
        }
        if (CountSyntax().Match(_text, _at) is not { Success: true } match)
            return null;
        _at += match.Length;
        var least = Number(match.Groups["least"].Value);
        var most = match.Groups["most"].Success ? Number(match.Groups["most"].Value) : match.Groups["open"].Success ? -1 : least;
        return least > MostRepeats || most > MostRepeats || (most >= 0 && least > most) ? throw Error("invalid repeat count", match.Value) : (least, most);
    }

    private static int Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    // Nothing for flags alone, several for quoted text.
    private PatternNode[] Piece(int depth)
    {
        if (Sees("("))
            return Group(depth);
        if (Take(@"\Q"))
        {
            var (start, end) = (_at, _text.IndexOf(@"\E", _at, StringComparison.Ordinal) is >= 0 and var found ? found : _text.Length);
            _at = Math.Min(_text.Length, end + 2);
            return [.. _text[start..end].EnumerateRunes().Select(rune => PatternNode.One(Literal(rune.Value)))];
        }
        if (Place() is { } place)
            return [PatternNode.Place(place)];
        if (Take("."))
            return [PatternNode.One(_flags.DotTakesNewline ? _ => true : rune => rune != '\n')];
        return [PatternNode.One(Sees("[") ? Class() : UnicodeClass() ?? PerlClass() ?? Literal(Sees(@"\") ? Escape() : Next()))];
    }

    private Func<int, int, bool>? Place() =>
        Take(@"\A") || (!_flags.HasLines && Take("^")) ? (before, _) => before == PatternState.Edge
        : Take(@"\z") || (!_flags.HasLines && Take("$")) ? (_, after) => after == PatternState.Edge
        : Take("^") ? (before, _) => before is PatternState.Edge or '\n'
        : Take("$") ? (_, after) => after is PatternState.Edge or '\n'
        : Take(@"\b") ? (before, after) => RuneClasses.IsWord(before) != RuneClasses.IsWord(after)
        : Take(@"\B") ? (before, after) => RuneClasses.IsWord(before) == RuneClasses.IsWord(after)
        : null;

    private PatternNode[] Group(int depth)
    {
        var outer = _flags;
        if (Sees("(?") ? !OpensGroup() : !Take("("))
            return [];
        var node = Choice(depth + 1);
        _flags = outer;
        return Take(")") ? [node] : throw Error("missing closing )", _text);
    }

    // Whether it was more than flags.
    private bool OpensGroup()
    {
        var (start, flags, isOn, sawFlag) = (_at, _flags, true, false);
        if ((Sees("(?P<") && _text.Length > _at + 4) || (Sees("(?<") && _text.Length > _at + 3))
        {
            var end = _text.IndexOf('>', start);
            _at = end < 0 ? _text.Length : end + 1;
            return end > 0 && _text[(_text.IndexOf('<', start) + 1)..end] is { Length: > 0 } name && name.All(letter => RuneClasses.IsWord(letter))
                ? true
                : throw Error("invalid named capture", _text[start.._at]);
        }
        for (_at += 2; _at < _text.Length;)
        {
            var letter = Next();
            if (letter is ':' or ')' && (isOn || sawFlag))
            {
                _flags = flags;
                return letter == ':';
            }
            (flags, sawFlag) = (letter switch { 'i' => flags with { FoldsCase = isOn }, 'm' => flags with { HasLines = isOn }, 's' => flags with { DotTakesNewline = isOn }, _ => flags }, letter != '-');
            if (letter is not ('i' or 'm' or 's' or 'U') && (letter != '-' || !isOn))
                break;
            isOn &= letter != '-';
        }
        throw Error("invalid or unsupported Perl syntax", _text[start.._at]);
    }

    private bool Sees(string text) => string.CompareOrdinal(_text, _at, text, 0, text.Length) == 0;

    private bool Take(string text)
    {
        var sees = Sees(text);
        _at += sees ? text.Length : 0;
        return sees;
    }

    private int Next()
    {
        Rune.DecodeFromUtf16(_text.AsSpan(_at), out var rune, out var length);
        _at += length;
        return rune.Value;
    }

    private static FormatException Error(string what, string expression) => new($"error parsing regexp: {what}: `{expression}`");

    [GeneratedRegex(@"\G\{(?<least>0|[1-9][0-9]*)(?<open>,(?<most>0|[1-9][0-9]*)?)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CountSyntax();
}
