namespace Cake.Istio.Manifests;

/// <summary>Line and column of an offset in a text.</summary>
internal static class TextPosition
{
    /// <summary>The position right after <paramref name="before"/>, both counted from 1.</summary>
    internal static (int Line, int Column) Of(ReadOnlySpan<char> before) =>
        (before.Count('\n') + 1, before.Length - (before.LastIndexOf('\n') + 1) + 1);
}
