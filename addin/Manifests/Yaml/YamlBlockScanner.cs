using System.Text;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Reads a literal (<c>|</c>) or folded (<c>&gt;</c>) block scalar.</summary>
/// <param name="cursor">Stands on the indicator.</param>
/// <param name="parentIndent">The indentation of the block that the scalar is in; -1 at the top.</param>
internal sealed class YamlBlockScanner(YamlCursor cursor, int parentIndent)
{
    private readonly YamlMark _start = cursor.Mark;
    private readonly StringBuilder _value = new();
    private readonly StringBuilder _breaks = new();
    private int _indent;

    /// <summary>Reads the scalar.</summary>
    /// <exception cref="YamlException">Its head or its indentation is wrong.</exception>
    internal string Scan()
    {
        var folded = cursor.Current == '>';
        cursor.Skip();
        var (chomping, increment) = Header();
        _indent = increment == 0 ? 0 : Math.Max(parentIndent, 0) + increment;
        var lastBreak = Body(folded);
        if (chomping != '-' && lastBreak is { } c)
            _value.Append(c);
        if (chomping == '+')
            _value.Append(_breaks);
        return _value.ToString();
    }

    private (char Chomping, int Increment) Header()
    {
        var (chomping, increment) = (' ', 0);
        for (var i = 0; i < 2; i++)
        {
            if (chomping == ' ' && cursor.Current is '+' or '-')
                chomping = cursor.Current;
            else if (increment == 0 && cursor.Current is >= '1' and <= '9')
                increment = cursor.Current - '0';
            else
                break;
            cursor.Skip();
        }

        cursor.SkipBlanks();
        cursor.SkipComment();
        if (!YamlCharacter.IsBreakOrEnd(cursor.Current))
            throw new YamlException(cursor.Mark, "the head of a block text is '|' or '>', then '+' or '-' and a digit from 1 to 9 at most");
        if (YamlCharacter.IsBreak(cursor.Current))
            cursor.ReadBreak();
        return (chomping, increment);
    }

    private char? Body(bool folded)
    {
        char? lastBreak = null;
        var lastLineWasBlank = false;
        Breaks();
        while (cursor.Indent == _indent && cursor.Current != YamlCharacter.End)
        {
            var blank = YamlCharacter.IsBlank(cursor.Current);
            if (!folded || lastLineWasBlank || blank || lastBreak != '\n')
                _value.Append(lastBreak?.ToString());
            else if (_breaks.Length == 0)
                _value.Append(' ');
            _value.Append(_breaks);
            _breaks.Clear();
            lastLineWasBlank = blank;
            cursor.ReadLine(_value);
            lastBreak = cursor.Current == YamlCharacter.End ? null : cursor.ReadBreak();
            Breaks();
        }

        return lastBreak;
    }

    // Goes over empty lines and up to the indentation, which the first line of text decides where the head does not.
    private void Breaks()
    {
        var deepest = 0;
        while (true)
        {
            while (IsShallow && cursor.Current == ' ')
                cursor.Skip();
            deepest = Math.Max(deepest, cursor.Indent);
            if (IsShallow && cursor.Current == '\t')
                throw new YamlException(_start, "a tab indents the text that begins here; use spaces");
            if (!YamlCharacter.IsBreak(cursor.Current))
                break;
            _breaks.Append(cursor.ReadBreak());
        }

        if (_indent == 0)
            _indent = Math.Max(Math.Max(deepest, parentIndent + 1), 1);
    }

    private bool IsShallow => _indent == 0 || cursor.Indent < _indent;
}
