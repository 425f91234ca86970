using System.IO.Compression;
using System.Text;

namespace Cake.Istio.Releases;

/// <summary>Reads a <c>.zip</c> archive.</summary>
internal static class ArchiveZip
{
    // 50,000 entries with long names; more is no directory but an attack on memory.
    private const long MostDirectory = 32 << 20;

    private const int LongestLink = 4096;
    private const int AnyExecute = 0b001_001_001;

    public static async Task ReadAsync(Stream archive, ArchiveWriter writer, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        await using var bounded = new ArchiveStream(archive);
        bounded.Allow(MostDirectory);
        using var zip = Reading(() => new ZipArchive(bounded, ZipArchiveMode.Read, leaveOpen: true));
        // What it claims to hold; the writer counts what it really does.
        if (Reading(() => zip.Entries).Sum(entry => (decimal)entry.Length) > limits.Bytes)
            throw ArchiveErrors.TooLarge($"{limits.Bytes >> 20} MiB");
        foreach (var entry in Reading(() => zip.Entries))
        {
            cancellationToken.ThrowIfCancellationRequested();
            bounded.Allow(limits.Bytes + MostDirectory);
            await AddAsync(entry, writer, cancellationToken);
        }
    }

    private static async Task AddAsync(ZipArchiveEntry entry, ArchiveWriter writer, CancellationToken cancellationToken)
    {
        if (entry.IsEncrypted)
            throw ArchiveErrors.Refused(entry.FullName, "is encrypted");
        switch (TypeOf(entry))
        {
            case EntryType.Folder:
                writer.AddFolder(entry.FullName);
                break;
            case EntryType.File:
                await AddFileAsync(entry, writer, cancellationToken);
                break;
            case EntryType.Link:
                writer.AddSymbolicLink(entry.FullName, LinkTarget(entry));
                break;
            default:
                throw ArchiveErrors.Refused(entry.FullName, "is neither file, folder nor link");
        }
    }

    private static async Task AddFileAsync(ZipArchiveEntry entry, ArchiveWriter writer, CancellationToken cancellationToken)
    {
        await using var content = Reading(entry.Open);
        var checksum = new Crc32();
        var size = await writer.AddFileAsync(entry.FullName, content, (UnixMode(entry) & AnyExecute) != 0, checksum, cancellationToken);
        if (size != entry.Length || checksum.Value != entry.Crc32)
            throw ArchiveErrors.Broken($"its entry '{entry.Name}' does not match its checksum");
    }

    private static string LinkTarget(ZipArchiveEntry entry) => Reading(() =>
    {
        using var content = entry.Open();
        var target = new byte[LongestLink];
        return Encoding.UTF8.GetString(target, 0, content.ReadAtLeast(target, target.Length, throwOnEndOfStream: false));
    });

    private static int UnixMode(ZipArchiveEntry entry) => entry.ExternalAttributes >>> 16;

    // The upper bits are a Unix file type (stat.h, S_IFMT); archives made elsewhere leave them zero.
    private static EntryType TypeOf(ZipArchiveEntry entry) => (UnixMode(entry) & 0xF000) switch
    {
        0x0000 or 0x4000 or 0x8000 when entry.FullName.EndsWith('/') => EntryType.Folder,
        0x0000 or 0x8000 => EntryType.File,
        0xA000 => EntryType.Link,
        _ => EntryType.Other,
    };

    private enum EntryType
    {
        File,
        Folder,
        Link,
        Other,
    }

    private static T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw ArchiveErrors.Broken(e.Message, e);
        }
    }
}
