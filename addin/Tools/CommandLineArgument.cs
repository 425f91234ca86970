using System.Text.RegularExpressions;

namespace Cake.Istio.Tools;

/// <summary>Writes one argument so that the program gets it unchanged; Cake's own quoting leaves quotes inside a value as they are.</summary>
internal static partial class CommandLineArgument
{
    /// <summary>Quotes by the rules of Windows' C run time, which .NET follows everywhere.</summary>
    public static string Quote(string value) => $"\"{BeforeQuote().Replace(value, match => match.Groups["slashes"].Value + match.Value.Replace("\"", "\\\"", StringComparison.Ordinal))}\"";

    // Backslashes count only before a quote: one of the value's own, or the closing one.
    [GeneratedRegex("""(?<slashes>\\*)(?:"|\z)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex BeforeQuote();
}
