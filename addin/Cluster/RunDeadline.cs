using Cake.Istio.Errors;

namespace Cake.Istio.Cluster;

/// <summary>The time that a whole run has (<c>--timeout</c>), and what it is waiting for while it runs.</summary>
public sealed class RunDeadline : IDisposable
{
    // What takes less is not worth a word.
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(2);

    // What many requests wait for is told by a few of them.
    private const int LongestList = 5;

    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _linked;
    private readonly CancellationToken _cancel;
    private readonly TimeSpan _timeout;
    private readonly long _start;
    private readonly List<Wait> _waits = [];
    private readonly Lock _lock = new();

    /// <summary>Starts the clock.</summary>
    /// <param name="timeout">The time for the whole run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Ends the run early, such as Ctrl+C.</param>
    public RunDeadline(TimeSpan timeout, TimeProvider time, CancellationToken cancel)
    {
        Time = time;
        _timeout = timeout;
        _cancel = cancel;
        _start = time.GetTimestamp();
        _deadline = new(timeout, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, cancel);
    }

    /// <summary>The run's clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Cancelled when the time is over or the run is cancelled.</summary>
    public CancellationToken Token => _linked.Token;

    /// <summary>The time that is left; never negative.</summary>
    public TimeSpan Remaining =>
        _timeout - Elapsed is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>The time for the whole run.</summary>
    internal TimeSpan Timeout => _timeout;

    /// <summary>The time that has passed.</summary>
    internal TimeSpan Elapsed => Time.GetElapsedTime(_start);

    /// <summary>What is being waited for now, the oldest first.</summary>
    internal IReadOnlyList<string> Waits
    {
        get
        {
            lock (_lock)
                return [.. _waits.Select(wait => wait.Text).OfType<string>().Distinct(StringComparer.Ordinal)];
        }
    }

    /// <summary>Says what is being waited for until the result is disposed.</summary>
    /// <param name="what">Such as <c>Deployment istio-system/istiod: 0 of 1 replicas are ready</c>.</param>
    public IDisposable Waiting(string what) => Add(new(this, TimeSpan.Zero, _ => what));

    /// <summary>The same for what is as a rule over at once: it is said only when it takes longer.</summary>
    /// <param name="say">Says it, given how long it takes so far; in whole seconds.</param>
    internal IDisposable Expecting(Func<string, string> say) => Add(new(this, Unnoticed, say));

    /// <summary>Runs work under the deadline; an API server's refusal leaves it as a <see cref="MeshException"/>.</summary>
    /// <param name="work">The work; its token is <see cref="Token"/>.</param>
    /// <exception cref="MeshException">The time is over (<see cref="ErrorCode.RunDeadlineExceeded"/>), or the server refused.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work)
    {
        try
        {
            return await work(Token);
        }
        catch (OperationCanceledException cause) when (_deadline.IsCancellationRequested && !_cancel.IsCancellationRequested)
        {
            throw Exceeded(cause);
        }
        catch (ApiException cause)
        {
            throw ClusterErrors.Translate(cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _linked.Dispose();
        _deadline.Dispose();
    }

    private MeshException Exceeded(Exception cause)
    {
        var waits = Waits is { Count: > 0 } all
            ? $" It was waiting for {string.Join("; ", all.Take(LongestList))}{(all.Count > LongestList ? $"; and {all.Count - LongestList} more" : "")}."
            : "";
        return new(
            ErrorCode.RunDeadlineExceeded,
            $"The run was not done within {Duration.Format(_timeout)}.{waits}",
            "Give it more time with --timeout, or look at what it waited for; running again continues where this run ended.",
            innerException: cause);
    }

    private Wait Add(Wait wait)
    {
        lock (_lock)
            _waits.Add(wait);
        return wait;
    }

    private void Ended(Wait wait)
    {
        // The waits end because the time is over: these are the ones to tell.
        if (_deadline.IsCancellationRequested)
            return;
        lock (_lock)
            _waits.Remove(wait);
    }

    private sealed class Wait(RunDeadline owner, TimeSpan unnoticed, Func<string, string> say) : IDisposable
    {
        private readonly long _start = owner.Time.GetTimestamp();

        public string? Text => owner.Time.GetElapsedTime(_start) is var taken && taken >= unnoticed ? say(Duration.Format(TimeSpan.FromSeconds(Math.Floor(taken.TotalSeconds)))) : null;

        public void Dispose() => owner.Ended(this);
    }
}
