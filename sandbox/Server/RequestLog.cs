using System.Collections.Concurrent;

namespace Cake.Istio.Sandbox.Server;

/// <summary>The latest requests, oldest first.</summary>
internal sealed class RequestLog
{
    private const int Length = 50_000;
    private readonly ConcurrentQueue<RequestRecord> _records = new();

    /// <summary>What was answered, oldest first; a copy.</summary>
    public IReadOnlyList<RequestRecord> Records => [.. _records];

    /// <summary>Notes an answered request.</summary>
    public void Add(RequestRecord record)
    {
        _records.Enqueue(record);
        if (_records.Count > Length)
            _records.TryDequeue(out _);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _records.Clear();
}
