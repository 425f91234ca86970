namespace Cake.Istio.Sandbox.CustomSchemas.Patterns;

/// <content>Brackets, named classes and escapes.</content>
internal sealed partial class PatternParser
{
    private const string InvalidRange = "invalid character class range";

    private Func<int, bool> Literal(int wanted) => Among(rune => rune == wanted, isNegated: false);

    private Func<int, bool> Among(Func<int, bool> set, bool isNegated)
    {
        var folded = _flags.FoldsCase ? RuneClasses.Folded(set) : set;
        return isNegated ? rune => !folded(rune) : folded;
    }

    private Func<int, bool> Class()
    {
        var (start, members) = (_at++, new List<Func<int, bool>>());
        var isNegated = Take("^");
        do
            members.Add(NamedClass() ?? UnicodeClass() ?? PerlClass() ?? Range(start));
        while (!Take("]"));
        return rune => members.Exists(member => member(rune)) != isNegated;
    }

    private Func<int, bool> Range(int classStart)
    {
        var start = _at;
        var low = ClassRune(classStart);
        var high = low;
        if (Sees("-") && _at + 1 < _text.Length && _text[_at + 1] != ']')
        {
            _at++;
            high = ClassRune(classStart);
        }
        return high < low ? throw Error(InvalidRange, _text[start.._at]) : Among(rune => rune >= low && rune <= high, isNegated: false);
    }

    private int ClassRune(int classStart) => _at == _text.Length ? throw Error("missing closing ]", _text[classStart..]) : Sees(@"\") ? Escape() : Next();

    private Func<int, bool>? NamedClass()
    {
        var end = Sees("[:") ? _text.IndexOf(":]", _at + 2, StringComparison.Ordinal) : -1;
        if (end < 0)
            return null;
        var (name, start) = (_text[(_at + 2)..end], _at);
        _at = end + 2;
        var isNegated = name.StartsWith('^');
        return Among(RuneClasses.FindPosix(isNegated ? name[1..] : name) ?? throw Error(InvalidRange, _text[start.._at]), isNegated);
    }

    private Func<int, bool>? PerlClass()
    {
        if (!Sees(@"\") || _at + 1 == _text.Length || RuneClasses.FindPerl(char.ToLowerInvariant(_text[_at + 1])) is not { } set)
            return null;
        _at += 2;
        return Among(set, char.IsAsciiLetterUpper(_text[_at - 1]));
    }

    private Func<int, bool>? UnicodeClass()
    {
        var (start, isNegated) = (_at, Sees(@"\P"));
        if (!isNegated && !Sees(@"\p"))
            return null;
        _at += 2;
        var name = "";
        if (Next() != '{')
            name = _text[(start + 2).._at];
        else if (_text.IndexOf('}', start) is >= 0 and var end)
            (name, _at) = (_text[_at..end], end + 1);
        else
            _at = _text.Length;
        if (name.StartsWith('^'))
            (name, isNegated) = (name[1..], !isNegated);
        return Among(RuneClasses.FindUnicode(name) ?? throw Error(InvalidRange, _text[start.._at]), isNegated);
    }

    private int Escape()
    {
        var start = _at++;
        if (_at == _text.Length)
            throw Error("trailing backslash at end of expression", "");
        var letter = Next();
        switch (letter)
        {
            // A single digit would be a backreference.
            case >= '0' and <= '7' when letter == '0' || SeesOctal():
                var code = letter - '0';
                for (var digits = 1; digits < 3 && SeesOctal(); digits++)
                    code = (code * 8) + _text[_at++] - '0';
                return code;
            case 'x' when Hexadecimal() is { } rune:
                return rune;
            case 'a' or 'f' or 'n' or 'r' or 't' or 'v':
                return "\a\f\n\r\t\v"["afnrtv".IndexOf((char)letter, StringComparison.Ordinal)];
            case < 0x80 when !char.IsAsciiLetterOrDigit((char)letter):
                return letter;
            default:
                throw Error("invalid escape sequence", _text[start.._at]);
        }
    }

    private bool SeesOctal() => _at < _text.Length && _text[_at] is >= '0' and <= '7';

    private int? Hexadecimal()
    {
        if (!Take("{"))
            return (Digit(), Digit()) is ({ } high, { } low) ? (high * 16) + low : null;
        var code = 0;
        for (var digits = 0; digits == 0 || !Take("}"); digits++)
            if (Digit() is not { } digit || (code = (code * 16) + digit) > 0x10FFFF)
                return null;
        return code;
    }

    private int? Digit() => _at < _text.Length && Next() is < 0x80 and var letter && char.IsAsciiHexDigit((char)letter)
        ? int.Parse([(char)letter], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : null;
}
