using System.Net;
using Cake.Istio.Errors;
using Cake.Istio.Reporting;

namespace Cake.Istio.Releases;

/// <summary>What an answer or failure of a download server means to the user.</summary>
internal static class DownloadErrors
{
    /// <summary>Lets answers with content pass, and those that say there is none (404, 410) or no such range (416).</summary>
    /// <exception cref="DownloadFault">An answer that may be another one soon.</exception>
    /// <exception cref="MeshException"><see cref="ErrorCode.DownloadFailed"/>: every other answer.</exception>
    public static void ThrowIfUnusable(Uri url, HttpResponseMessage response, TimeProvider time)
    {
        var said = $"the server answered {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return;
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
            case HttpStatusCode.Forbidden when response.Headers.RetryAfter is not null:
                throw Passing(said, RetryAfter(response, time));
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                throw Failed(url, said, null, "Give credentials in the URL (https://user:password@…), or download the archive yourself and use --archive.");
            case HttpStatusCode.ProxyAuthenticationRequired:
                throw Failed(url, said, null, "Give the proxy's credentials in HTTPS_PROXY (http://user:password@…).");
            case >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest:
                throw Failed(url, $"{said} and redirects to where this does not follow", null, "A redirect from https to http is not followed; give the final URL with --download-url.");
            default:
                throw Failed(url, said);
        }
    }

    /// <summary>The error of a download that is given up.</summary>
    public static MeshException Failed(Uri url, string why, Exception? cause = null, string? hint = null) => new(
        ErrorCode.DownloadFailed,
        $"cannot download {ShownUrl.Of(url)}: {ShownUrl.In(why)}.",
        hint ?? "Run again, the transfer is taken up where it broke; or use --download-url for a mirror, --archive for a local file.",
        innerException: cause);

    /// <summary>The error of a version that is at none of the URLs.</summary>
    public static MeshException UnknownVersion(IstioVersion version, IEnumerable<Uri> tried) => new(
        ErrorCode.UnknownVersion,
        $"there is no Istio {version} at {string.Join(" or ", tried.Select(ShownUrl.Of))} (404).",
        "See the versions at https://github.com/istio/istio/releases and choose with --istio-version; a mirror is named by --download-url.");

    private static DownloadFault Passing(string said, TimeSpan? retryAfter) =>
        new(retryAfter is { } wait ? $"{said} and asks to wait {wait.TotalSeconds:0} s" : said, retryAfter);

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
