namespace Cake.Istio.Manifests.Yaml;

/// <summary>Classes of characters in YAML 1.1. The end of the text counts as NUL, which no text contains.</summary>
internal static class YamlCharacter
{
    /// <summary>What stands for the end of the text.</summary>
    internal const char End = '\0';

    /// <summary>A space or a tab.</summary>
    internal static bool IsBlank(char c) => c is ' ' or '\t';

    /// <summary>A line break: CR, LF, NEL, LS, PS.</summary>
    internal static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>A line break or the end.</summary>
    internal static bool IsBreakOrEnd(char c) => IsBreak(c) || c == End;

    /// <summary>A space, a tab, a line break or the end.</summary>
    internal static bool IsSpaceOrEnd(char c) => IsBlank(c) || IsBreakOrEnd(c);

    /// <summary>A character of an anchor's name or a tag's handle.</summary>
    internal static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    /// <summary>A character that ends a plain scalar inside brackets.</summary>
    internal static bool IsFlowIndicator(char c) => c is ',' or '?' or '[' or ']' or '{' or '}';

    /// <summary>A character that means something at the start of a token.</summary>
    internal static bool IsIndicator(char c) => "-?:,[]{}#&*!|>'\"%@`".Contains(c, StringComparison.Ordinal);
}
