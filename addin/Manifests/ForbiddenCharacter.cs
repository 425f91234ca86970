using System.Buffers;

namespace Cake.Istio.Manifests;

/// <summary>The characters that YAML 1.1 leaves out of its printable set (section 5.1), as go-yaml checks them.</summary>
internal static class ForbiddenCharacter
{
    private static readonly SearchValues<char> Values = SearchValues.Create(List());

    /// <summary>The index of the first forbidden character or lone surrogate, or -1.</summary>
    internal static int FirstIn(ReadOnlySpan<char> text)
    {
        var bad = text.IndexOfAny(Values);
        return bad >= 0 ? bad : LoneSurrogate(text);
    }

    private static int LoneSurrogate(ReadOnlySpan<char> text)
    {
        var from = 0;
        while (text[from..].IndexOfAnyInRange('\uD800', '\uDFFF') is var step and >= 0)
        {
            var at = from + step;
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return at;
            from = at + 2;
        }

        return -1;
    }

    private static char[] List() =>
    [
        .. Enumerable.Range(0, 0x20).Where(c => c is not (0x09 or 0x0A or 0x0D)).Select(c => (char)c),
        .. Enumerable.Range(0x7F, 0xA0 - 0x7F).Where(c => c != 0x85).Select(c => (char)c),
        '\uFFFE', '\uFFFF',
    ];
}
