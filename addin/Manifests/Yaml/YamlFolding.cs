using System.Text;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>White space between two parts of a plain or quoted scalar: kept within a line, folded across lines.</summary>
internal sealed class YamlFolding
{
    private readonly StringBuilder _blanks = new();
    private readonly StringBuilder _breaks = new();
    private bool _escaped;

    /// <summary>Whether a line break was met.</summary>
    internal bool HasBreak { get; private set; }

    /// <summary>Takes all the white space at the cursor, line breaks too.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="indent">The indentation within which a line may not have a tab.</param>
    /// <returns>False if one has.</returns>
    internal bool Take(YamlCursor cursor, int indent = 0)
    {
        while (YamlCharacter.IsBlank(cursor.Current) || YamlCharacter.IsBreak(cursor.Current))
        {
            if (YamlCharacter.IsBreak(cursor.Current))
                Break(cursor.ReadBreak());
            else if (HasBreak && cursor.Current == '\t' && cursor.Indent < indent)
                return false;
            else
                Blank(cursor);
        }

        return true;
    }

    /// <summary>Takes a line break that a backslash takes away.</summary>
    internal void TakeEscapedBreak(YamlCursor cursor)
    {
        cursor.ReadBreak();
        HasBreak = _escaped = true;
    }

    /// <summary>Writes what the white space amounts to and begins anew. One line break is a space; each further one stays.</summary>
    internal void Flush(StringBuilder into)
    {
        if (!HasBreak)
            into.Append(_blanks);
        else if (_escaped || _breaks is not ['\n', ..])
            into.Append(_breaks);
        else if (_breaks.Length == 1)
            into.Append(' ');
        else
            into.Append(_breaks, 1, _breaks.Length - 1);
        Reset();
    }

    /// <summary>Begins anew.</summary>
    internal void Reset()
    {
        _blanks.Clear();
        _breaks.Clear();
        HasBreak = _escaped = false;
    }

    private void Blank(YamlCursor cursor)
    {
        if (!HasBreak)
            _blanks.Append(cursor.Current);
        cursor.Skip();
    }

    private void Break(char c)
    {
        _blanks.Clear();
        _breaks.Append(c);
        HasBreak = true;
    }
}
