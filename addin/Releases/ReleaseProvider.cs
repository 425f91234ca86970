using Cake.Istio.Errors;
using Cake.Istio.Settings;

namespace Cake.Istio.Releases;

/// <summary>Gets a release, checked and unpacked: from a local archive or folder, from the cache, or from a server.</summary>
/// <remarks>Safe for any number of runs at once. A run that is killed leaves nothing that a later one would take for a release.</remarks>
public sealed class ReleaseProvider
{
    private readonly ReleaseProviderOptions _options;

    /// <summary>Creates the provider.</summary>
    public ReleaseProvider()
        : this(new ReleaseProviderOptions())
    {
    }

    internal ReleaseProvider(ReleaseProviderOptions options) => _options = options;

    /// <summary>Gets the release that the settings name.</summary>
    /// <param name="settings">What to get, and from where: version, archive, download URL, checksum, cache.</param>
    /// <param name="progress">Told how a download goes; may be null.</param>
    /// <param name="cancellationToken">Ends it within a second; a transfer is taken up again by the next run.</param>
    /// <exception cref="MeshException">Codes <c>MESH10xx</c> and <c>MESH11xx</c>.</exception>
    public async Task<Release> GetAsync(MeshSettings settings, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        try
        {
            return string.IsNullOrWhiteSpace(settings.Archive)
                ? await new RemoteRelease(_options, settings, progress).GetAsync(cancellationToken)
                : await new LocalRelease(_options, settings, progress).GetAsync(settings.Archive, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MeshException(
                ErrorCode.CacheFailed, $"a file of the release cannot be read or written: {e.Message}", "Make room or give another folder with --cache.", innerException: e);
        }
    }
}
