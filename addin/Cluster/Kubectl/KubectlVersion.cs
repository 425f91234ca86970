using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cake.Istio.Cluster.Kubectl;

/// <summary>The version of <c>kubectl</c> itself.</summary>
internal static partial class KubectlVersion
{
    /// <summary>Reads what <c>kubectl version --client --output json</c> said; null where it said no version.</summary>
    public static string? Read(KubectlOutput? output)
    {
        try
        {
            return output?.ExitCode == 0 ? (string?)JsonNode.Parse(output.Text)?["clientVersion"]?["gitVersion"] : null;
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether it has the options that are used: <c>--dry-run=server</c> came with 1.18.</summary>
    public static bool IsUsable(string version) =>
        Pattern().Match(version) is { Success: true } match
        && int.Parse(match.Groups["minor"].Value, CultureInfo.InvariantCulture) is var minor
        && (match.Groups["major"].Value != "1" || minor >= 18);

    [GeneratedRegex("""^v(?<major>[1-9]\d{0,3})\.(?<minor>\d{1,4})""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
