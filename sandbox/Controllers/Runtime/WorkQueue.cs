using System.Diagnostics.CodeAnalysis;

namespace Cake.Istio.Sandbox.Controllers.Runtime;

/// <summary>
/// A queue in which an item waits once however often it is added, and in which an item added while it is being worked on comes back afterwards
/// (the rules of client-go's workqueue).
/// </summary>
internal sealed class WorkQueue<T>(TimeProvider time) : IDisposable
    where T : notnull
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Queue<T> _ready = new();
    private readonly HashSet<T> _dirty = [];
    private readonly HashSet<T> _processing = [];
    private readonly Dictionary<T, Delay> _delayed = [];
    private readonly Dictionary<T, int> _failures = [];
    private readonly SemaphoreSlim _signal = new(0);

    /// <summary>Adds an item that is to be worked on now.</summary>
    public void Add(T item)
    {
        lock (_lock)
        {
            if (_dirty.Add(item) && !_processing.Contains(item))
                Enqueue(item);
        }
    }

    /// <summary>Adds an item after a delay; the earliest of several delays counts.</summary>
    public void AddAfter(T item, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(item);
            return;
        }
        lock (_lock)
        {
            var due = time.GetUtcNow() + delay;
            if (_delayed.TryGetValue(item, out var pending) && pending.Due <= due)
                return;
            pending?.Timer.Dispose();
            _delayed[item] = new Delay(due, time.CreateTimer(_ => Release(item, due), null, delay, Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>Adds an item again after a failure, later each time until <see cref="Forget"/>.</summary>
    public void Retry(T item)
    {
        TimeSpan delay;
        lock (_lock)
        {
            var failures = _failures[item] = _failures.GetValueOrDefault(item) + 1;
            delay = failures > 12 ? LastRetry : FirstRetry * Math.Pow(2, failures - 1);
        }
        AddAfter(item, delay);
    }

    /// <summary>The item succeeded: its next failure is the first.</summary>
    public void Forget(T item)
    {
        lock (_lock)
            _failures.Remove(item);
    }

    /// <summary>Takes the next item if there is one; <see cref="Done"/> must follow.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        lock (_lock)
        {
            if (!_ready.TryDequeue(out item))
                return false;
            _dirty.Remove(item);
            _processing.Add(item);
            return true;
        }
    }

    /// <summary>The item has been worked on; it comes back if it was added meanwhile.</summary>
    public void Done(T item)
    {
        lock (_lock)
        {
            _processing.Remove(item);
            if (_dirty.Contains(item))
                Enqueue(item);
        }
    }

    /// <summary>Waits until an item may be there.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _signal.WaitAsync(cancellationToken);

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var delay in _delayed.Values)
                delay.Timer.Dispose();
            _delayed.Clear();
        }
        _signal.Dispose();
    }

    private void Enqueue(T item)
    {
        _ready.Enqueue(item);
        _signal.Release();
    }

    private void Release(T item, DateTimeOffset due)
    {
        lock (_lock)
        {
            if (!_delayed.TryGetValue(item, out var pending) || pending.Due != due)
                return;
            _delayed.Remove(item);
            pending.Timer.Dispose();
            if (_dirty.Add(item) && !_processing.Contains(item))
                Enqueue(item);
        }
    }

    private sealed record Delay(DateTimeOffset Due, ITimer Timer);
}
