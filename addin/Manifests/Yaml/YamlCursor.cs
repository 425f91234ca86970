using System.Buffers;
using System.Text;

namespace Cake.Istio.Manifests.Yaml;

/// <summary>Walks over a document's text and knows where it is.</summary>
/// <param name="text">The text.</param>
/// <param name="firstLine">The manifest's line that the text begins with.</param>
internal sealed class YamlCursor(string text, int firstLine)
{
    private static readonly SearchValues<char> Breaks = SearchValues.Create("\n\r\u0085\u2028\u2029");

    private int _line = firstLine;
    private int _lineStart;
    private int _offset;

    /// <summary>The character here.</summary>
    internal char Current => Peek(0);

    /// <summary>How many characters lie before this one on its line.</summary>
    internal int Indent => _offset - _lineStart;

    /// <summary>Where this is.</summary>
    internal YamlMark Mark => new(_offset, _line, Indent);

    /// <summary>A character further on.</summary>
    internal char Peek(int ahead) => _offset + ahead < text.Length ? text[_offset + ahead] : YamlCharacter.End;

    /// <summary>The text from an offset to here.</summary>
    internal string TextSince(int offset) => text[offset.._offset];

    /// <summary>The rest of the line.</summary>
    internal ReadOnlySpan<char> RestOfLine()
    {
        var rest = text.AsSpan(_offset);
        return rest.IndexOfAny(Breaks) is var end and >= 0 ? rest[..end] : rest;
    }

    /// <summary>Goes on within the line.</summary>
    internal void Skip(int count = 1) => _offset += count;

    /// <summary>Goes over spaces and tabs.</summary>
    internal void SkipBlanks()
    {
        while (YamlCharacter.IsBlank(Current))
            Skip();
    }

    /// <summary>Goes over a comment that begins here, if one does.</summary>
    internal void SkipComment()
    {
        if (Current == '#')
            Skip(RestOfLine().Length);
    }

    /// <summary>Goes over a line break and gives it back as YAML keeps it: every kind is a line feed, except LS and PS.</summary>
    internal char ReadBreak()
    {
        var c = Current;
        _offset += c == '\r' && Peek(1) == '\n' ? 2 : 1;
        _line++;
        _lineStart = _offset;
        return c is '\u2028' or '\u2029' ? c : '\n';
    }

    /// <summary>Copies the rest of the line.</summary>
    internal void ReadLine(StringBuilder into)
    {
        var rest = RestOfLine();
        into.Append(rest);
        Skip(rest.Length);
    }

    /// <summary>Whether <c>---</c> or <c>...</c> stands here, alone at the start of a line.</summary>
    internal bool IsAtDocumentMark(char c) => Indent == 0 && Current == c && Peek(1) == c && Peek(2) == c && YamlCharacter.IsSpaceOrEnd(Peek(3));

    /// <summary>Whether one of both document marks stands here.</summary>
    internal bool IsAtDocumentMark() => IsAtDocumentMark('-') || IsAtDocumentMark('.');
}
