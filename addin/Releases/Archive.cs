namespace Cake.Istio.Releases;

/// <summary>Extracts a release archive, whatever its name says: the first bytes tell gzip from zip.</summary>
internal static class Archive
{
    /// <summary>Extracts into a folder of the caller's own.</summary>
    /// <param name="archive">A seekable stream, at its beginning.</param>
    /// <param name="folder">An empty folder; what is in it after a failure is the caller's to delete.</param>
    /// <param name="limits">How much it may hold.</param>
    /// <param name="cancellationToken">Stops the extraction between two blocks.</param>
    /// <exception cref="Errors.MeshException">The archive is damaged (<see cref="Errors.ErrorCode.ArchiveBroken"/>) or refused (<see cref="Errors.ErrorCode.ArchiveRefused"/>).</exception>
    public static async Task<IReadOnlyList<ArchiveFile>> ExtractAsync(Stream archive, string folder, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        var writer = new ArchiveWriter(folder, limits);
        var magic = new byte[2];
        var length = await archive.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken);
        archive.Position = 0;
        switch (magic[..length])
        {
            case [0x1F, 0x8B]:
                await ArchiveTar.ReadAsync(archive, writer, limits, cancellationToken);
                break;
            case [(byte)'P', (byte)'K']:
                await ArchiveZip.ReadAsync(archive, writer, limits, cancellationToken);
                break;
            default:
                throw ArchiveErrors.Broken("it is neither a .tar.gz nor a .zip file");
        }
        return await writer.FinishAsync(cancellationToken);
    }
}
