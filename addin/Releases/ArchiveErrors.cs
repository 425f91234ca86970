using System.Text;
using Cake.Istio.Errors;

namespace Cake.Istio.Releases;

/// <summary>The two ways an archive fails: it cannot be read, or it must not be extracted.</summary>
internal static class ArchiveErrors
{
    private const int LongestName = 120;

    public static MeshException Broken(string why, Exception? cause = null) => new(
        ErrorCode.ArchiveBroken,
        $"the archive is damaged or cut short: {why.TrimEnd('.')}.",
        "Get it again; --sha256 tells whether it arrived whole.",
        innerException: cause);

    public static MeshException Refused(string entry, string why) => new(
        ErrorCode.ArchiveRefused,
        $"the archive is refused, its entry '{Shown(entry)}' {why}.",
        "Nothing was extracted; no Istio release has such an entry, so get the archive from where Istio publishes it.");

    public static MeshException TooLarge(string limit, string archive = "the archive") => new(
        ErrorCode.ArchiveRefused,
        $"{archive} is refused, it holds more than {limit}.",
        "Nothing was extracted; no Istio release is that large, so get the archive from where Istio publishes it.");

    // Names come from the archive: control characters must not reach a terminal.
    private static string Shown(string entry)
    {
        var shown = new StringBuilder();
        foreach (var c in entry.Length > LongestName ? $"{entry[..LongestName]}…" : entry)
            shown.Append(char.IsControl(c) ? '?' : c);
        return shown.ToString();
    }
}
