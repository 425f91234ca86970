using System.Text;

namespace Cake.Istio.Manifests.Json;

/// <summary>Line and column of an offset that only moves forward.</summary>
internal sealed class JsonPosition(byte[] bytes)
{
    private int _at;

    /// <summary>The line, from 1.</summary>
    internal int Line { get; private set; } = 1;

    /// <summary>The column, from 1.</summary>
    internal int Column { get; private set; } = 1;

    /// <summary>Moves on to a place given by lines after <paramref name="start"/> and bytes within the line.</summary>
    internal void MoveToLine(int lines, int column, int start)
    {
        for (; lines > 0; lines--)
            start += bytes.AsSpan(start).IndexOf((byte)'\n') + 1;
        MoveTo(start + column);
    }

    /// <summary>Moves on.</summary>
    internal void MoveTo(int offset)
    {
        var passed = bytes.AsSpan(_at, Math.Clamp(offset, _at, bytes.Length) - _at);
        _at += passed.Length;
        var lastBreak = passed.LastIndexOf((byte)'\n');
        if (lastBreak >= 0)
        {
            Line += passed.Count((byte)'\n');
            Column = 1;
        }

        Column += Encoding.UTF8.GetCharCount(passed[(lastBreak + 1)..]);
    }
}
