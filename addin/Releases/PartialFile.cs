using System.Text.Json;

namespace Cake.Istio.Releases;

/// <summary>A download under way, on disk: what has arrived and of what. A later run goes on with it.</summary>
internal sealed class PartialFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly FileStream _content;

    private PartialFile(string path, FileStream content, PartialFileState state) => (_path, _content, State) = (path, content, state);

    /// <summary>What the file is a part of.</summary>
    public PartialFileState State { get; private set; }

    /// <summary>Bytes that have arrived.</summary>
    public long Length => _content.Length;

    /// <summary>Whether the content was put together from more than one answer.</summary>
    public bool IsPieced { get; private set; }

    /// <summary>The content, for reading once it is complete.</summary>
    public Stream Content => _content;

    /// <summary>Opens the file of an earlier run if it is of the same URL, else an empty one.</summary>
    public static async Task<PartialFile> OpenAsync(string path, string url, CancellationToken cancellationToken)
    {
        var content = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
        var state = await ReadStateAsync(StatePath(path), cancellationToken);
        if (state?.Url == url)
            return new PartialFile(path, content, state);
        content.SetLength(0);
        return new PartialFile(path, content, new PartialFileState(url, Validator: null, Total: null));
    }

    /// <summary>Empties the file, and notes what comes into it next.</summary>
    public async Task RestartAsync(string? validator, long? total, CancellationToken cancellationToken)
    {
        State = State with { Validator = validator, Total = total };
        _content.SetLength(0);
        IsPieced = false;
        await File.WriteAllBytesAsync(StatePath(_path), JsonSerializer.SerializeToUtf8Bytes(State, ReleaseJson.Default.PartialFileState), cancellationToken);
    }

    /// <summary>Goes to the end, to add what is missing.</summary>
    public void Resume()
    {
        IsPieced = true;
        _content.Seek(0, SeekOrigin.End);
    }

    /// <summary>Adds bytes at the end.</summary>
    public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _content.WriteAsync(bytes, cancellationToken);

    /// <summary>Deletes the file from disk.</summary>
    public void Delete()
    {
        File.Delete(_path);
        File.Delete(StatePath(_path));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _content.DisposeAsync();

    private static string StatePath(string path) => $"{path}.json";

    private static async Task<PartialFileState?> ReadStateAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, cancellationToken), ReleaseJson.Default.PartialFileState) : null;
        }
        catch (JsonException)
        {
            // A run that was killed while writing it; the transfer starts over.
            return null;
        }
    }
}
