using System.Security.Cryptography;
using System.Text.Json;

namespace Cake.Istio.Releases;

/// <summary>One extracted archive in the cache: a folder and the record of what belongs in it.</summary>
internal static class CacheEntry
{
    /// <summary>The folder of the archive's content inside an entry.</summary>
    public const string ContentName = "content";

    private const string RecordName = "files.json";

    // Only istioctl is larger. Its hash takes longer than all else together, so it is believed while it keeps its time.
    private const long AlwaysHashed = 4 << 20;

    private const UnixFileMode Execute = UnixFileMode.UserExecute;

    /// <summary>Writes the record of a folder that was just extracted.</summary>
    public static async Task WriteRecordAsync(string entry, IReadOnlyList<ArchiveFile> files, CancellationToken cancellationToken)
    {
        var written = files.Select(file => File.GetLastWriteTimeUtc(ContentPath(entry, file.Path)).Ticks).ToList();
        await using var stream = File.Create(Path.Combine(entry, RecordName));
        await JsonSerializer.SerializeAsync(stream, new CacheEntryRecord(files, written), ReleaseJson.Default.CacheEntryRecord, cancellationToken);
    }

    /// <summary>Compares the folder with its record: null where all is as extracted, else what is wrong.</summary>
    public static async Task<string?> FindDamageAsync(string entry, CancellationToken cancellationToken)
    {
        if (await ReadRecordAsync(entry, cancellationToken) is not { } record)
            return $"{RecordName} cannot be read";
        var content = Path.Combine(entry, ContentName);
        if (!Directory.Exists(content))
            return $"{ContentName} is missing";
        var there = Directory.EnumerateFiles(content, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(content, file)).ToHashSet();
        for (var i = 0; i < record.Files.Count; i++)
        {
            var file = record.Files[i];
            if (!there.Remove(file.Path.Replace('/', Path.DirectorySeparatorChar)))
                return $"{file.Path} is missing";
            if (await HasChangedAsync(ContentPath(entry, file.Path), file, record.Written[i], cancellationToken))
                return $"{file.Path} was changed";
        }
        return there.Count == 0 ? null : $"{there.First()} was added";
    }

    private static async Task<bool> HasChangedAsync(string path, ArchiveFile file, long written, CancellationToken cancellationToken)
    {
        var now = new FileInfo(path);
        if (now.Length != file.Size || now.LinkTarget is not null)
            return true;
        if (file.Executable && !OperatingSystem.IsWindows() && !now.UnixFileMode.HasFlag(Execute))
            return true;
        if (file.Size > AlwaysHashed && now.LastWriteTimeUtc.Ticks == written)
            return false;
        await using var stream = now.OpenRead();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) != file.Sha256;
    }

    private static async Task<CacheEntryRecord?> ReadRecordAsync(string entry, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(Path.Combine(entry, RecordName));
            var record = await JsonSerializer.DeserializeAsync(stream, ReleaseJson.Default.CacheEntryRecord, cancellationToken);
            return record is { Files: not null, Written: not null } && record.Files.Count == record.Written.Count ? record : null;
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static string ContentPath(string entry, string path) => Path.Combine(entry, ContentName, path.Replace('/', Path.DirectorySeparatorChar));
}
