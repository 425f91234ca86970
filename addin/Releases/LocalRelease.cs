using Cake.Istio.Errors;
using Cake.Istio.Settings;

namespace Cake.Istio.Releases;

/// <summary>Gets a release from this machine: an archive file, or a folder that was unpacked from one.</summary>
internal sealed class LocalRelease(ReleaseProviderOptions options, MeshSettings settings, IProgress<DownloadProgress>? progress)
{
    public async Task<Release> GetAsync(string path, CancellationToken cancellationToken)
    {
        var expected = ExpectedVersion();
        var checksum = Checksum.FromOption(settings.Sha256);
        var meter = new DownloadMeter(Path.GetFileName(path), progress, options.Time);
        if (Directory.Exists(path))
            return await OpenFolderAsync(path, checksum, expected, cancellationToken);
        if (!File.Exists(path))
            throw new MeshException(ErrorCode.ArchiveNotFound, $"there is no archive or folder '{path}'.", "Give a .tar.gz or .zip file, or an unpacked release, with --archive.");
        var unpacker = new ReleaseUnpacker(options, new ReleaseCache(CacheFolder.Resolve(settings.Cache), options.Time), meter.Report);
        return await OpenArchiveAsync(path, checksum, unpacker, expected, cancellationToken);
    }

    private IstioVersion? ExpectedVersion() => settings.IstioVersion switch
    {
        null => null,
        _ when settings.IstioVersionIsDefault => null,
        LatestVersion.Name => throw new MeshException(
            ErrorCode.OptionWithoutEffect, "--istio-version=latest has no effect with --archive, which has a version of its own.", "Leave one of the two out."),
        var given => IstioVersion.Parse(given),
    };

    private Task<Release> OpenFolderAsync(string path, string? checksum, IstioVersion? expected, CancellationToken cancellationToken) =>
        checksum is null or Checksum.None
            ? ReleaseUnpacker.OpenAsync(path, new ReleaseOrigin(ReleaseSource.Folder, path, Sha256: null), expected, options.Platform, cancellationToken)
            : throw new MeshException(ErrorCode.OptionWithoutEffect, $"--sha256 cannot be checked: '{path}' is a folder.", "Give the archive itself, or leave --sha256 out.");

    private async Task<Release> OpenArchiveAsync(
        string path, string? checksum, ReleaseUnpacker unpacker, IstioVersion? expected, CancellationToken cancellationToken)
    {
        // Asked before it is opened: opening a pipe would wait for a writer.
        if (new FileInfo(path).Length is var length && length == 0)
            throw ArchiveErrors.Broken($"'{path}' is empty");
        if (length > options.Limits.Bytes)
            throw ArchiveErrors.TooLarge($"{options.Limits.Bytes >> 20} MiB", $"'{path}'");
        await using var archive = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        var sha256 = await Checksum.OfAsync(archive, cancellationToken);
        if (checksum is not (null or Checksum.None) && checksum != sha256)
            throw Checksum.Mismatch($"'{path}'", checksum, sha256, "Give the archive that --sha256 was taken from.");
        var origin = new ReleaseOrigin(ReleaseSource.Archive, path, sha256);
        return await unpacker.FindAsync(sha256, origin, expected, cancellationToken)
            ?? await unpacker.UnpackAsync(archive, sha256, origin, expected, cancellationToken);
    }
}
