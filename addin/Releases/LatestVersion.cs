using Cake.Istio.Errors;
using Cake.Istio.Reporting;

namespace Cake.Istio.Releases;

/// <summary>The version that Istio's releases page calls the latest: the page redirects to it.</summary>
internal static class LatestVersion
{
    /// <summary>What the <c>istio-version</c> option says to ask for it.</summary>
    public const string Name = "latest";

    /// <summary>Asks GitHub.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.LatestUnavailable"/>: a mirror is used, or the page has changed.</exception>
    public static async Task<IstioVersion> FindAsync(
        ReleaseProviderOptions options, string? downloadUrl, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        if (!DownloadUrl.IsGitHub(downloadUrl))
            throw Unavailable("only GitHub says which version is the latest, and --download-url names another server");
        using var client = new DownloadClient(options);
        var meter = new DownloadMeter(Name, progress, options.Time);
        var page = await client.GetAsync(options.Latest, _ => { }, (response, _) => Task.FromResult(response.RequestMessage!.RequestUri!), () => 0, meter.Report, cancellationToken);
        return IstioVersion.TryParse(page.AbsolutePath.TrimEnd('/').Split('/')[^1])
            ?? throw Unavailable($"{ShownUrl.Of(options.Latest)} does not redirect to a release");
    }

    private static MeshException Unavailable(string why) => new(ErrorCode.LatestUnavailable, $"{why}.", "Name a version with --istio-version, such as 1.30.3.");
}
