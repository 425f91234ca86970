using Cake.Istio.Errors;
using Cake.Istio.Reporting;
using Cake.Istio.Settings;

namespace Cake.Istio.Releases;

/// <summary>Gets a release by its version: from the cache where it is there and was checked, else from a server.</summary>
internal sealed class RemoteRelease(ReleaseProviderOptions options, MeshSettings settings, IProgress<DownloadProgress>? progress)
{
    private readonly ReleaseCache _cache = new(CacheFolder.Resolve(settings.Cache), options.Time);

    public async Task<Release> GetAsync(CancellationToken cancellationToken)
    {
        var checksum = Checksum.FromOption(settings.Sha256);
        var version = await VersionAsync(cancellationToken);
        var file = ReleaseFileName.For(version, options.Platform);
        var urls = DownloadUrl.Candidates(settings.DownloadUrl, version, file);
        var meter = new DownloadMeter(file, progress, options.Time);
        var unpacker = new ReleaseUnpacker(options, _cache, meter.Report);
        if (await FindAsync(urls, checksum, version, unpacker, cancellationToken) is { } cached)
            return cached;
        if (settings.Offline)
            throw NotCached(version, checksum);
        using var client = new DownloadClient(options);
        foreach (var url in urls)
        {
            var download = new ReleaseDownload(options, _cache, client, unpacker, meter, url, version);
            if (await download.GetAsync(checksum, cancellationToken) is { } release)
                return release;
        }
        throw DownloadErrors.UnknownVersion(version, urls);
    }

    private async Task<IstioVersion> VersionAsync(CancellationToken cancellationToken)
    {
        if (settings.IstioVersion is null)
            throw new MeshException(ErrorCode.MissingOption, "no release is named.", "Give --istio-version (such as 1.30.3, or latest) or --archive.");
        if (settings is { IstioVersion: LatestVersion.Name, Offline: true })
            throw new MeshException(ErrorCode.LatestUnavailable, "--offline forbids to ask which version is the latest.", "Name a version with --istio-version, such as 1.30.3.");
        return settings.IstioVersion == LatestVersion.Name
            ? await LatestVersion.FindAsync(options, settings.DownloadUrl, progress, cancellationToken)
            : IstioVersion.Parse(settings.IstioVersion);
    }

    private MeshException NotCached(IstioVersion version, string? checksum) => new(
        ErrorCode.ReleaseNotCached,
        $"Istio {version} is not in the cache {CacheFolder.Resolve(settings.Cache)}{(checksum is null ? ", or went there unchecked" : "")}, and --offline forbids to download it.",
        $"Run --target=Download --istio-version={version} once with a connection and the same --download-url, or give the archive with --archive.");

    private async Task<Release?> FindAsync(
        IReadOnlyList<Uri> urls, string? checksum, IstioVersion version, ReleaseUnpacker unpacker, CancellationToken cancellationToken)
    {
        foreach (var url in urls)
        {
            var sha256 = checksum is null or Checksum.None
                ? await _cache.FindSourceAsync(url, cancellationToken) is { } source && (source.Checked || checksum == Checksum.None) ? source.Sha256 : null
                : checksum;
            if (sha256 is not null && await unpacker.FindAsync(sha256, new ReleaseOrigin(ReleaseSource.Cache, ShownUrl.Of(url), sha256), version, cancellationToken) is { } release)
                return release;
        }
        return null;
    }
}
