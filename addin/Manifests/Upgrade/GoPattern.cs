using System.Text.RegularExpressions;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>Tells which patterns Go's regular expressions (RE2) refuse; v1 refuses a schema with such a one, where v1beta1 refused every value for it.</summary>
/// <remarks>Only what is surely wrong is said to be: Go knows some forms that .NET does not.</remarks>
internal static partial class GoPattern
{
    /// <summary>Whether the pattern is surely none.</summary>
    internal static bool IsBroken(string pattern)
    {
        if (Foreign().IsMatch(pattern))
            return true;
        try
        {
            _ = new Regex(pattern.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.None, TimeSpan.FromSeconds(1));
            return false;
        }
        catch (RegexParseException e)
        {
            return e.Error is RegexParseError.UnterminatedBracket or RegexParseError.InsufficientClosingParentheses or RegexParseError.InsufficientOpeningParentheses
                or RegexParseError.QuantifierAfterNothing or RegexParseError.NestedQuantifiersNotParenthesized or RegexParseError.UnescapedEndingBackslash
                or RegexParseError.ReversedCharacterRange or RegexParseError.ReversedQuantifierRange;
        }
    }

    // Looking around, atomic groups, conditions and references back, unless the parenthesis or backslash is itself escaped or in brackets.
    [GeneratedRegex("""\A(?:\\[^1-9]|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|[^\\\[(]|\((?!\?(?:[=!>(]|<[=!])))*(?:\(\?(?:[=!>(]|<[=!])|\\[1-9])""", RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex Foreign();
}
