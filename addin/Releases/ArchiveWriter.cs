using System.Security.Cryptography;

namespace Cake.Istio.Releases;

/// <summary>Writes the entries of an archive below one folder, and nowhere else.</summary>
internal sealed class ArchiveWriter
{
    private const int BufferSize = 128 * 1024;

    private const UnixFileMode Plain =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Runnable = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly string _folder;
    private readonly ArchiveLimits _limits;
    private readonly ArchiveTree _tree;
    private readonly ArchiveLinks _links;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly Dictionary<string, ArchiveFile> _files = [];
    private long _bytes;

    public ArchiveWriter(string folder, ArchiveLimits limits)
    {
        (_folder, _limits, _tree) = (folder, limits, new ArchiveTree(limits));
        _links = new ArchiveLinks(_tree);
    }

    /// <summary>Counts an entry that leaves nothing on disk.</summary>
    public void Skip() => _tree.Count();

    /// <summary>Makes a folder.</summary>
    public void AddFolder(string name) => Directory.CreateDirectory(FullPath(_tree.AddFolder(name)));

    /// <summary>Notes a symbolic link; <see cref="FinishAsync"/> makes a copy of what it points to.</summary>
    public void AddSymbolicLink(string name, string target) => _links.AddSymbolic(name, target);

    /// <summary>Notes a hard link; <see cref="FinishAsync"/> makes a copy of what it points to.</summary>
    public void AddHardLink(string name, string target) => _links.AddHard(name, target);

    /// <summary>Writes a file and gives its size in bytes; the checksum, where given, takes its content in.</summary>
    public async Task<long> AddFileAsync(string name, Stream content, bool executable, Crc32? checksum, CancellationToken cancellationToken)
    {
        var path = _tree.AddFile(name);
        // Archives made on Windows carry no permissions, and a release is of no use without its istioctl.
        var runnable = executable || path.EndsWith("bin/istioctl", StringComparison.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var size = 0L;
        await using (var file = Create(path, runnable))
        {
            for (int read; (read = await ReadAsync(content, cancellationToken)) > 0; size += read)
            {
                Account(read);
                hash.AppendData(_buffer, 0, read);
                checksum?.Append(_buffer.AsSpan(0, read));
                await file.WriteAsync(_buffer.AsMemory(0, read), cancellationToken);
            }
        }
        _files[path] = new ArchiveFile(path, size, Convert.ToHexStringLower(hash.GetHashAndReset()), runnable);
        return size;
    }

    /// <summary>Turns the links into copies and gives every file.</summary>
    public async Task<IReadOnlyList<ArchiveFile>> FinishAsync(CancellationToken cancellationToken)
    {
        var copies = new List<ArchiveFile>();
        foreach (var (path, target) in _links.Resolve())
        {
            var original = _files[target];
            Account(original.Size);
            await using var source = File.OpenRead(FullPath(target));
            await using var copy = Create(path, original.Executable);
            await source.CopyToAsync(copy, cancellationToken);
            copies.Add(original with { Path = path });
        }
        return [.. _files.Values, .. copies];
    }

    private async ValueTask<int> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsync(_buffer, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw ArchiveErrors.Broken(e.Message, e);
        }
    }

    private void Account(long bytes)
    {
        _bytes += bytes;
        if (_bytes > _limits.Bytes)
            throw ArchiveErrors.TooLarge($"{_limits.Bytes >> 20} MiB");
    }

    private FileStream Create(string path, bool executable)
    {
        var full = FullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = executable ? Runnable : Plain;
        return new FileStream(full, options);
    }

    private string FullPath(string path) => Path.Combine(_folder, path.Replace('/', Path.DirectorySeparatorChar));
}
