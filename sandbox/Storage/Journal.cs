using System.Buffers;

namespace Cake.Istio.Sandbox.Storage;

/// <summary>
/// Keeps a store in a file: one JSON line per write, appended before anybody sees the write. A process that is killed leaves a torn last line at most, which the
/// next one drops. Nothing is flushed to the disk itself: a power loss may lose writes.
/// </summary>
internal sealed class Journal : IDisposable
{
    private const int MinimumBeforeCompaction = 20_000;
    private static readonly byte[] NewLine = "\n"u8.ToArray();
    private readonly string _path;
    private readonly string _header;
    private readonly ObjectStore _store;
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly IDisposable _subscription;
    private FileStream _file;
    private long _lines;
    private long _compactAt;

    private Journal(string path, string header, ObjectStore store)
    {
        (_path, _header, _store) = (path, header, store);
        _file = Compact();
        _subscription = store.Subscribe(Append);
    }

    /// <summary>Loads what a file holds into an empty store and goes on writing to the file.</summary>
    /// <param name="path">The file; it need not exist.</param>
    /// <param name="kubernetesVersion">The version that the objects are for.</param>
    /// <param name="store">The store.</param>
    /// <exception cref="InvalidDataException">The file is of another Kubernetes version, or damaged before its last line.</exception>
    public static Journal Open(string path, string kubernetesVersion, ObjectStore store)
    {
        var header = $"{{\"format\":1,\"kubernetes\":\"{kubernetesVersion}\"}}";
        if (File.Exists(path))
            JournalReader.Load(path, header, store);
        return new Journal(path, header, store);
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _file.Dispose();
    }

    // Runs under the store's commit lock.
    private void Append(StateChange change)
    {
        _line.ResetWrittenCount();
        Write(_line, change.Current, change.Type == StateChangeType.Deleted);
        _file.Write(_line.WrittenSpan);
        if (++_lines < _compactAt)
            return;
        _file.Dispose();
        _file = Compact();
    }

    private FileStream Compact()
    {
        var unfinished = _path + ".tmp";
        var live = 0;
        using (var file = PrivateFile.Create(unfinished))
        {
            file.Write(Encoding.UTF8.GetBytes($"{_header[..^1]},\"version\":{_store.ResourceVersion}}}\n"));
            foreach (var stored in _store.All())
            {
                _line.ResetWrittenCount();
                Write(_line, stored, deleted: false);
                file.Write(_line.WrittenSpan);
                live++;
            }
        }
        File.Move(unfinished, _path, overwrite: true);
        (_lines, _compactAt) = (0, MinimumBeforeCompaction + (4L * live));
        return new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, 0);
    }

    private static void Write(ArrayBufferWriter<byte> line, StoredObject stored, bool deleted)
    {
        using (var writer = new Utf8JsonWriter(line))
        {
            writer.WriteStartObject();
            writer.WriteString("group"u8, stored.Resource.Group);
            writer.WriteString("plural"u8, stored.Resource.Plural);
            writer.WriteString("namespace"u8, stored.Namespace);
            writer.WriteString("name"u8, stored.Name);
            writer.WriteNumber("version"u8, stored.ResourceVersion);
            if (!deleted)
            {
                writer.WritePropertyName("object"u8);
                writer.WriteRawValue(stored.Json.Span, skipInputValidation: true);
            }
            writer.WriteEndObject();
        }
        line.Write(NewLine);
    }
}
