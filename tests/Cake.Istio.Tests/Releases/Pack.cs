using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Cake.Istio.Tests.Releases;

/// <summary>Makes archives.</summary>
internal static class Pack
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Runnable = Plain | UnixFileMode.UserExecute;

    public static byte[] TarGz(IReadOnlyDictionary<string, byte[]> files) => TarGz([.. files.Select(file => FileEntry(file.Key, file.Value))]);

    public static byte[] TarGz(params TarEntry[] entries) => GZip(Tar(entries));

    public static byte[] Tar(params TarEntry[] entries)
    {
        using var memory = new MemoryStream();
        using (var writer = new TarWriter(memory, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var entry in entries)
                writer.WriteEntry(entry);
        }
        return memory.ToArray();
    }

    public static byte[] GZip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(content);
        return memory.ToArray();
    }

    public static byte[] Zip(IReadOnlyDictionary<string, byte[]> files) =>
        Zip([.. files.Select(file => (file.Key, file.Value, 0x8000 | (IsProgram(file.Key) ? 0b111_101_101 : 0b110_100_100)))]);

    /// <summary>Makes a zip archive; the mode is Unix's, or 0 for an archive that carries none.</summary>
    public static byte[] Zip(params (string Name, byte[] Content, int Mode)[] entries) => Zip(CompressionLevel.Fastest, entries);

    public static byte[] Zip(CompressionLevel compression, params (string Name, byte[] Content, int Mode)[] entries)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content, mode) in entries)
            {
                var entry = zip.CreateEntry(name, compression);
                entry.ExternalAttributes = mode << 16;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }
        return memory.ToArray();
    }

    public static TarEntry FileEntry(string name, byte[] content) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), Mode = IsProgram(name) ? Runnable : Plain };

    public static TarEntry Link(TarEntryType type, string name, string target) => new PaxTarEntry(type, name) { LinkName = target };

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static bool IsProgram(string name) => name.Contains("/bin/", StringComparison.Ordinal);
}
