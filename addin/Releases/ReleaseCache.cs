using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cake.Istio.Releases;

/// <summary>
/// Extracted archives by their SHA-256 (<c>releases/</c>), which archive a URL gave (<c>sources/</c>), and transfers under way (<c>downloads/</c>).
/// An entry appears whole or not at all, however many runs work at once and wherever one is killed.
/// </summary>
internal sealed class ReleaseCache(string folder, TimeProvider time)
{
    private readonly HashSet<string> _damaged = [];

    /// <summary>Gives the content folder of an archive that was extracted before and is undamaged, or null.</summary>
    /// <param name="sha256">The archive's SHA-256.</param>
    /// <param name="note">Told what is damaged.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task<string?> FindAsync(string sha256, Action<string> note, CancellationToken cancellationToken)
    {
        var entry = EntryPath(sha256);
        if (!Directory.Exists(entry))
            return null;
        if (await CacheEntry.FindDamageAsync(entry, cancellationToken) is not { } damage)
            return Path.Combine(entry, CacheEntry.ContentName);
        if (_damaged.Add(sha256))
            note($"the cached release is damaged ({damage}) and is made anew");
        return null;
    }

    /// <summary>Gives the content folder of an archive, extracting it where it is not there or damaged.</summary>
    /// <param name="sha256">The archive's SHA-256.</param>
    /// <param name="extract">Extracts into an empty folder and gives its files; whatever it throws leaves no entry.</param>
    /// <param name="note">Told what is waited for or damaged.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string> AddAsync(
        string sha256, Func<string, Task<IReadOnlyList<ArchiveFile>>> extract, Action<string> note, CancellationToken cancellationToken)
    {
        var entry = EntryPath(sha256);
        using var held = await LockAsync(sha256, note, cancellationToken);
        if (await FindAsync(sha256, note, cancellationToken) is { } there)
            return there;
        var unfinished = $"{entry}.new";
        Delete(unfinished);
        try
        {
            Directory.CreateDirectory(Path.Combine(unfinished, CacheEntry.ContentName));
            var files = await extract(Path.Combine(unfinished, CacheEntry.ContentName));
            await CacheEntry.WriteRecordAsync(unfinished, files, cancellationToken);
            Delete(entry);
            Directory.Move(unfinished, entry);
        }
        finally
        {
            Delete(unfinished);
        }
        return Path.Combine(entry, CacheEntry.ContentName);
    }

    /// <summary>Lets one run at a time work on something.</summary>
    public Task<IDisposable> LockAsync(string name, Action<string> note, CancellationToken cancellationToken) =>
        CacheLock.AcquireAsync(Path.Combine(Folder("locks"), $"{name}.lock"), () => note("waiting for another run that gets the same release"), time, cancellationToken);

    /// <summary>Gives which archive a URL gave in an earlier run, or null.</summary>
    public async Task<CacheSourceRecord?> FindSourceAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            var path = SourcePath(url);
            var record = File.Exists(path) ? JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, cancellationToken), ReleaseJson.Default.CacheSourceRecord) : null;
            return record is { Sha256: { } sha256 } && Checksum.Is(sha256) ? record : null;
        }
        catch (JsonException)
        {
            // Not a record: as if nothing had been noted.
            return null;
        }
    }

    /// <summary>Notes which archive a URL gave.</summary>
    public async Task AddSourceAsync(Uri url, CacheSourceRecord record, CancellationToken cancellationToken)
    {
        var path = SourcePath(url);
        var unfinished = $"{path}.new";
        await File.WriteAllBytesAsync(unfinished, JsonSerializer.SerializeToUtf8Bytes(record, ReleaseJson.Default.CacheSourceRecord), cancellationToken);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>The file that a transfer from that URL goes to.</summary>
    public string PartialPath(Uri url) => Path.Combine(Folder("downloads"), $"{NameOf(url)}.partial");

    /// <summary>A file name for a URL: readable, and different for different URLs.</summary>
    public static string NameOf(Uri url)
    {
        var whole = url.GetComponents(UriComponents.SchemeAndServer | UriComponents.PathAndQuery, UriFormat.UriEscaped);
        var file = string.Concat(url.Segments[^1].Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_').Take(80));
        return $"{file}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)))[..16]}";
    }

    private string SourcePath(Uri url) => Path.Combine(Folder("sources"), $"{NameOf(url)}.json");

    // Anything else would be a folder of another meaning, and an entry is deleted when it is damaged.
    private string EntryPath(string sha256) => Checksum.Is(sha256)
        ? Path.Combine(Folder("releases"), sha256)
        : throw new ArgumentException($"'{sha256}' is no SHA-256.", nameof(sha256));

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
