using System.Text.RegularExpressions;
using Cake.Istio.Errors;

namespace Cake.Istio.Releases;

/// <summary>Where the archive of a release may be, made from the <c>download-url</c> option.</summary>
internal static partial class DownloadUrl
{
    /// <summary>Istio's releases on GitHub.</summary>
    public const string Default = "https://github.com/istio/istio/releases/download/{version}/{file}";

    private static readonly string[] ArchiveEndings = [".tar.gz", ".tgz", ".zip"];

    /// <summary>
    /// Gives the URLs to try, in order. Without a placeholder for the file both usual shapes of a mirror are tried:
    /// <c>base/version/file</c> as on GitHub, then <c>base/file</c>. A base that names an archive is taken as it is.
    /// </summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.InvalidOption"/>: not an HTTP URL, or an unknown placeholder.</exception>
    public static IReadOnlyList<Uri> Candidates(string? option, IstioVersion version, string file)
    {
        var template = string.IsNullOrWhiteSpace(option) ? Default : option.Trim();
        var filled = template.Replace("{version}", version.ToString(), StringComparison.Ordinal).Replace("{file}", file, StringComparison.Ordinal);
        if (Placeholder().Match(filled) is { Success: true, Value: var unknown })
            throw Invalid($"has the unknown placeholder {unknown}", "Only {version} and {file} are replaced.");
        if (!Uri.TryCreate(filled, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            throw Invalid("is not an http or https URL", "For a file or folder on this machine use --archive.");
        if (template.Contains("{file}", StringComparison.Ordinal) || ArchiveEndings.Any(ending => url.AbsolutePath.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            return [url];
        var here = Append(url, file);
        return template.Contains("{version}", StringComparison.Ordinal) ? [here] : [Append(url, $"{version}/{file}"), here];
    }

    /// <summary>Whether the option leaves the download at GitHub, the only place that says which version is the newest.</summary>
    public static bool IsGitHub(string? option) =>
        string.IsNullOrWhiteSpace(option) || (Uri.TryCreate(option.Trim(), UriKind.Absolute, out var url) && url.Host == "github.com");

    /// <summary>Gives the URL of the checksum that is published beside an archive.</summary>
    public static Uri ChecksumOf(Uri archive) => WithPath(archive, $"{archive.AbsolutePath}.sha256");

    private static Uri Append(Uri url, string path) => WithPath(url, $"{url.AbsolutePath.TrimEnd('/')}/{path}");

    private static Uri WithPath(Uri url, string path) => new UriBuilder(url) { Path = path }.Uri;

    private static MeshException Invalid(string why, string hint) => new(ErrorCode.InvalidOption, $"--download-url {why}.", hint);

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
