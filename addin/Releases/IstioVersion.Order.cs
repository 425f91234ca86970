using System.Numerics;

namespace Cake.Istio.Releases;

public sealed partial record IstioVersion
{
    /// <summary>Compares by precedence: negative where this is older, positive where it is newer.</summary>
    /// <param name="other">The version to compare with; null is older than every version.</param>
    public int CompareTo(IstioVersion? other)
    {
        if (other is null)
            return 1;
        var numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return numbers != 0 ? numbers : ComparePrereleases(Prerelease, other.Prerelease);
    }

    /// <summary>Whether the left version is older.</summary>
    /// <param name="left">The left version.</param>
    /// <param name="right">The right version.</param>
    public static bool operator <(IstioVersion? left, IstioVersion? right) => Compare(left, right) < 0;

    /// <summary>Whether the left version is newer.</summary>
    /// <param name="left">The left version.</param>
    /// <param name="right">The right version.</param>
    public static bool operator >(IstioVersion? left, IstioVersion? right) => Compare(left, right) > 0;

    /// <summary>Whether the left version is older or the same.</summary>
    /// <param name="left">The left version.</param>
    /// <param name="right">The right version.</param>
    public static bool operator <=(IstioVersion? left, IstioVersion? right) => Compare(left, right) <= 0;

    /// <summary>Whether the left version is newer or the same.</summary>
    /// <param name="left">The left version.</param>
    /// <param name="right">The right version.</param>
    public static bool operator >=(IstioVersion? left, IstioVersion? right) => Compare(left, right) >= 0;

    private static int Compare(IstioVersion? left, IstioVersion? right) => Comparer<IstioVersion?>.Default.Compare(left, right);

    private static int ComparePrereleases(string? left, string? right)
    {
        if (left is null || right is null)
            return (left is null).CompareTo(right is null);
        var (lefts, rights) = (left.Split('.'), right.Split('.'));
        for (var i = 0; i < Math.Min(lefts.Length, rights.Length); i++)
        {
            if (CompareIdentifiers(lefts[i], rights[i]) is var order and not 0)
                return order;
        }
        return lefts.Length.CompareTo(rights.Length);
    }

    private static int CompareIdentifiers(string left, string right) =>
        (left.All(char.IsAsciiDigit), right.All(char.IsAsciiDigit)) switch
        {
            (true, true) => BigInteger.Parse(left).CompareTo(BigInteger.Parse(right)),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(left, right),
        };
}
