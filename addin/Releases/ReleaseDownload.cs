using Cake.Istio.Errors;
using Cake.Istio.Reporting;

namespace Cake.Istio.Releases;

/// <summary>Gets the release at one URL: checksum first, then the archive, then the check; only what passes it is unpacked.</summary>
internal sealed class ReleaseDownload(
    ReleaseProviderOptions options, ReleaseCache cache, DownloadClient client, ReleaseUnpacker unpacker, DownloadMeter meter, Uri url, IstioVersion version)
{
    /// <summary>Gives the release, or null where the server has none at this URL.</summary>
    /// <param name="checksum">The expected SHA-256, <see cref="Checksum.None"/>, or null for the published one.</param>
    /// <param name="cancellationToken">Ends it; what has arrived stays for the next run.</param>
    public async Task<Release?> GetAsync(string? checksum, CancellationToken cancellationToken)
    {
        using var held = await cache.LockAsync(ReleaseCache.NameOf(url), meter.Report, cancellationToken);
        var expected = checksum switch
        {
            Checksum.None => null,
            null => await PublishedChecksum.GetAsync(client, url, meter.Report, cancellationToken),
            _ => checksum,
        };
        if (checksum is null && expected is null)
            return await PublishedChecksum.IsThereAsync(client, url, meter.Report, cancellationToken) ? throw PublishedChecksum.Missing(url) : null;
        var known = expected ?? (await cache.FindSourceAsync(url, cancellationToken))?.Sha256;
        if (known is not null && await unpacker.FindAsync(known, Origin(ReleaseSource.Cache, known), version, cancellationToken) is { } cached)
            return await NotedAsync(cached, expected, cancellationToken);
        return await TransferAsync(expected, cancellationToken) is { } release ? await NotedAsync(release, expected, cancellationToken) : null;
    }

    private async Task<Release?> TransferAsync(string? expected, CancellationToken cancellationToken)
    {
        await using var partial = await PartialFile.OpenAsync(cache.PartialPath(url), ShownUrl.Of(url), cancellationToken);
        var transfer = new DownloadTransfer(client, partial, meter, options.Limits.Bytes);
        while (await transfer.RunAsync(url, cancellationToken))
        {
            meter.Report(note: null);
            var sha256 = await Checksum.OfAsync(partial.Content, cancellationToken);
            if (expected is null || expected == sha256)
                return await UnpackAsync(partial, sha256, cancellationToken);
            if (!partial.IsPieced)
            {
                partial.Delete();
                throw Checksum.Mismatch(ShownUrl.Of(url), expected, sha256, "Do not use this archive; tell whoever runs the server, or choose another with --download-url.");
            }
            meter.Report("the pieces of the transfer do not fit together; starting over");
            await partial.RestartAsync(validator: null, total: null, cancellationToken);
        }
        partial.Delete();
        return null;
    }

    private async Task<Release> UnpackAsync(PartialFile partial, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            var release = await unpacker.UnpackAsync(partial.Content, sha256, Origin(ReleaseSource.Download, sha256), version, cancellationToken);
            partial.Delete();
            return release;
        }
        catch (MeshException)
        {
            // The archive itself is bad. After any other end, such as Ctrl+C, the next run goes on with it.
            partial.Delete();
            throw;
        }
    }

    private async Task<Release> NotedAsync(Release release, string? expected, CancellationToken cancellationToken)
    {
        await cache.AddSourceAsync(url, new CacheSourceRecord(ShownUrl.Of(url), release.Origin.Sha256!, expected is not null), cancellationToken);
        return release;
    }

    private ReleaseOrigin Origin(ReleaseSource source, string sha256) => new(source, ShownUrl.Of(url), sha256);
}
