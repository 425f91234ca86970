using System.Text.RegularExpressions;

namespace Cake.Istio.Sandbox.Catalog;

/// <summary>Best version first, as apimachinery's version priority: v2, v1, v1beta2, v1beta1, v1alpha1, then anything else by name.</summary>
internal sealed partial class ApiVersionOrder : IComparer<string>
{
    /// <summary>The only instance.</summary>
    public static ApiVersionOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = (Rank(x), Rank(y));
        var byRank = right.CompareTo(left);
        return byRank != 0 ? byRank : string.CompareOrdinal(x, y);
    }

    private static (int Stability, long Major, long Minor) Rank(string? version)
    {
        var match = Pattern().Match(version ?? "");
        if (!match.Success)
            return default;
        var stability = match.Groups["stability"].Value switch { "alpha" => 1, "beta" => 2, _ => 3 };
        return (stability, Number(match.Groups["major"]), Number(match.Groups["minor"]));
    }

    private static long Number(Group group) => long.TryParse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex("^v(?<major>[1-9][0-9]*)((?<stability>alpha|beta)(?<minor>[1-9][0-9]*))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
