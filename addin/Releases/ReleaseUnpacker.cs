using Cake.Istio.Errors;

namespace Cake.Istio.Releases;

/// <summary>Turns a checked archive into a release in the cache; one that is no release, or of another version, does not get there.</summary>
internal sealed class ReleaseUnpacker(ReleaseProviderOptions options, ReleaseCache cache, Action<string> note)
{
    /// <summary>Gives the release of an archive that is in the cache, or null.</summary>
    public async Task<Release?> FindAsync(string sha256, ReleaseOrigin origin, IstioVersion? expected, CancellationToken cancellationToken) =>
        await cache.FindAsync(sha256, note, cancellationToken) is { } content ? await OpenAsync(content, origin, expected, options.Platform, cancellationToken) : null;

    /// <summary>Extracts an archive into the cache.</summary>
    public async Task<Release> UnpackAsync(Stream archive, string sha256, ReleaseOrigin origin, IstioVersion? expected, CancellationToken cancellationToken)
    {
        var content = await cache.AddAsync(sha256, ExtractAsync, note, cancellationToken);
        return await OpenAsync(content, origin, expected, options.Platform, cancellationToken);

        async Task<IReadOnlyList<ArchiveFile>> ExtractAsync(string folder)
        {
            try
            {
                var files = await Archive.ExtractAsync(archive, folder, options.Limits, cancellationToken);
                await OpenAsync(folder, origin, expected, options.Platform, cancellationToken);
                return files;
            }
            catch (MeshException refused) when (!refused.Text.Contains(origin.Location, StringComparison.Ordinal))
            {
                throw Named(refused, folder, origin);
            }
        }
    }

    // The folder is gone by the time somebody reads its name.
    private static MeshException Named(MeshException refused, string folder, ReleaseOrigin origin)
    {
        var text = refused.Text.Contains(folder, StringComparison.Ordinal)
            ? refused.Text.Replace(folder, origin.Location, StringComparison.Ordinal)
            : $"{origin.Location}: {refused.Text}";
        return new(refused.Code, text, refused.Hint, refused.Subject, refused.Location, refused);
    }

    /// <summary>Opens an unpacked release of the expected version.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.VersionMismatch"/> or <see cref="ErrorCode.NotARelease"/>.</exception>
    public static async Task<Release> OpenAsync(string folder, ReleaseOrigin origin, IstioVersion? expected, ReleasePlatform platform, CancellationToken cancellationToken)
    {
        var release = await Release.OpenAsync(folder, origin, platform, cancellationToken);
        return expected is null || release.Version == expected
            ? release
            : throw new MeshException(
                ErrorCode.VersionMismatch,
                $"{origin.Location} is Istio {release.Version}, not {expected}.",
                $"Ask for --istio-version={release.Version}, or give the archive of {expected}.");
    }
}
