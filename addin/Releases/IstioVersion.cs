using System.Globalization;
using System.Text.RegularExpressions;
using Cake.Istio.Errors;

namespace Cake.Istio.Releases;

/// <summary>A version of Istio, such as <c>1.30.3</c>, <c>1.31.0-rc.0</c> or <c>1.2.2-sample</c>.</summary>
/// <remarks>Compared as numbers, so 1.10 is newer than 1.9; a prerelease is older than its release (Semantic Versioning 2.0, section 11).</remarks>
public sealed partial record IstioVersion : IComparable<IstioVersion>
{
    private IstioVersion(int major, int minor, int patch, string? prerelease) =>
        (Major, Minor, Patch, Prerelease) = (major, minor, patch, prerelease);

    /// <summary>The first number.</summary>
    public int Major { get; }

    /// <summary>The second number; a new one may change the layout of the release and the Kubernetes versions it supports.</summary>
    public int Minor { get; }

    /// <summary>The third number.</summary>
    public int Patch { get; }

    /// <summary>What follows the first <c>-</c>, such as <c>rc.0</c>, or null for a final release.</summary>
    public string? Prerelease { get; }

    /// <summary>Reads a version.</summary>
    /// <param name="text">Three numbers, and perhaps a prerelease.</param>
    /// <exception cref="MeshException"><see cref="ErrorCode.InvalidVersion"/>: the text is not a version.</exception>
    public static IstioVersion Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text) ?? throw new MeshException(ErrorCode.InvalidVersion, $"'{Shortened(text)}' is not an Istio version.", HintFor(text));
    }

    /// <summary>Reads a version, or gives null where the text is none.</summary>
    /// <param name="text">The text.</param>
    public static IstioVersion? TryParse(string? text)
    {
        if (text is null || text.Length > MaxLength || Pattern().Match(text) is not { Success: true } match)
            return null;
        return int.TryParse(match.Groups["major"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(match.Groups["minor"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            && int.TryParse(match.Groups["patch"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var patch)
            ? new IstioVersion(major, minor, patch, match.Groups["prerelease"] is { Success: true, Value: var prerelease } ? prerelease : null)
            : null;
    }

    /// <summary>Whether this is of that minor version or a newer one; prereleases of it count as it.</summary>
    /// <param name="major">The first number.</param>
    /// <param name="minor">The second number.</param>
    public bool IsAtLeast(int major, int minor) => (Major, Minor).CompareTo((major, minor)) >= 0;

    /// <summary>Gives the version as in archive names and URLs.</summary>
    public override string ToString() => Prerelease is null ? $"{Major}.{Minor}.{Patch}" : $"{Major}.{Minor}.{Patch}-{Prerelease}";

    private const int MaxLength = 64;

    private static string Shortened(string text) => text.Length > MaxLength ? $"{text[..MaxLength]}…" : text;

    private static string HintFor(string text)
    {
        var digits = text.TrimStart('v', 'V', ' ').TrimEnd();
        if (digits != text && TryParse(digits) is { } plain)
            return $"Write it as {plain}.";
        return TryParse($"{digits}.0") is { } first
            ? $"Give all three numbers, such as {first}."
            : "Give a version such as 1.30.3, or latest.";
    }

    // SemVer's own pattern without build metadata: safe as a part of a path and of a URL.
    [GeneratedRegex(
        @"\A(?<major>0|[1-9][0-9]*)\.(?<minor>0|[1-9][0-9]*)\.(?<patch>0|[1-9][0-9]*)" +
        @"(-(?<prerelease>(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
