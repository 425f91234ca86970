namespace Cake.Istio.Reporting;

/// <summary>Numbers with what they count.</summary>
internal static class Counted
{
    /// <summary>Gives <c>1 warning</c> or <c>2 warnings</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">The noun.</param>
    /// <param name="rest">What follows the noun, such as <c> with a sidecar</c>.</param>
    public static string Of(int count, string noun, string rest = "") => $"{count} {noun}{(count == 1 ? "" : "s")}{rest}";
}
