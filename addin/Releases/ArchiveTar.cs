using System.Formats.Tar;
using System.IO.Compression;

namespace Cake.Istio.Releases;

/// <summary>Reads a <c>.tar.gz</c> archive.</summary>
internal static class ArchiveTar
{
    // Path, link and padding blocks between two files; a real one has some hundred bytes of them.
    private const long MostMetadata = 1 << 20;

    // A tar archive ends with two blocks of zeros; without them it was cut between two files.
    private const long EndMark = 1024;

    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static async Task ReadAsync(Stream archive, ArchiveWriter writer, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
        await using var bounded = new ArchiveStream(gzip);
        await using var reader = new TarReader(bounded, leaveOpen: true);
        while (await NextAsync(reader, bounded, cancellationToken) is { } entry)
        {
            bounded.Allow(limits.Bytes + MostMetadata);
            await AddAsync(entry, writer, cancellationToken);
        }
        await CheckEndAsync(bounded, cancellationToken);
    }

    private static async Task<TarEntry?> NextAsync(TarReader reader, ArchiveStream bounded, CancellationToken cancellationToken)
    {
        bounded.Allow(MostMetadata);
        try
        {
            return await reader.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw ArchiveErrors.Broken(e.Message, e);
        }
    }

    private static async Task AddAsync(TarEntry entry, ArchiveWriter writer, CancellationToken cancellationToken)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                await writer.AddFileAsync(entry.Name, entry.DataStream ?? Stream.Null, (entry.Mode & AnyExecute) != UnixFileMode.None, checksum: null, cancellationToken);
                break;
            case TarEntryType.Directory:
                writer.AddFolder(entry.Name);
                break;
            case TarEntryType.SymbolicLink:
                writer.AddSymbolicLink(entry.Name, entry.LinkName);
                break;
            case TarEntryType.HardLink:
                writer.AddHardLink(entry.Name, entry.LinkName);
                break;
            case TarEntryType.GlobalExtendedAttributes:
                writer.Skip();
                break;
            default:
                throw ArchiveErrors.Refused(entry.Name, $"is neither file, folder nor link but of the type {entry.EntryType}");
        }
    }

    private static async Task CheckEndAsync(ArchiveStream bounded, CancellationToken cancellationToken)
    {
        try
        {
            bounded.Allow(MostMetadata);
            await bounded.CopyToAsync(Stream.Null, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw ArchiveErrors.Broken(e.Message, e);
        }
        if (bounded.TrailingZeros < EndMark)
            throw ArchiveErrors.Broken("it ends without the end mark");
    }
}
