using System.Collections.Concurrent;

namespace Cake.Istio.Sandbox.Server;

/// <summary>The latest requests, oldest first; those of a process that keeps state also go to a file, one JSON line each.</summary>
internal sealed class RequestLog : IDisposable
{
    private const int Length = 50_000;
    private readonly ConcurrentQueue<RequestRecord> _records = new();
    private readonly Lock _writing = new();
    private readonly FileStream? _file;

    /// <summary>Begins a log.</summary>
    /// <param name="path">The file, which is begun anew; null for none.</param>
    public RequestLog(string? path) => _file = path is null ? null : PrivateFile.Create(path, FileShare.ReadWrite, bufferSize: 0);

    /// <summary>How the lines are written.</summary>
    public static JsonSerializerOptions Format { get; } = new(JsonSerializerDefaults.Web);

    /// <summary>What was answered, oldest first; a copy.</summary>
    public IReadOnlyList<RequestRecord> Records => [.. _records];

    /// <summary>Notes an answered request.</summary>
    public void Add(RequestRecord record)
    {
        _records.Enqueue(record);
        if (_records.Count > Length)
            _records.TryDequeue(out _);
        if (_file is null)
            return;
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(record, Format), (byte)'\n'];
        lock (_writing)
            _file.Write(line);
    }

    /// <summary>Forgets what was answered so far; the file keeps it.</summary>
    public void Clear() => _records.Clear();

    public void Dispose() => _file?.Dispose();
}
