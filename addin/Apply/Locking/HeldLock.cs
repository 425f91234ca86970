using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Apply.Locking;

/// <summary>The install lock while it is held: renews itself until it is disposed.</summary>
internal sealed class HeldLock : IAsyncDisposable
{
    // Ctrl+C ends a run within a second; releasing the lock must fit into that.
    private static readonly TimeSpan ReleaseBudget = TimeSpan.FromMilliseconds(700);

    // Who waits takes the lock after its whole duration; what was sent before this run gave up must have arrived by then.
    private const double Patience = 5.0 / 6;

    private readonly ClusterConnection _cluster;
    private readonly ApiResource _leases;
    private readonly RunMarker _marker;
    private readonly LockOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _renewal;
    private LockLease _lease;
    private string _loss;

    /// <summary>Begins to renew.</summary>
    public HeldLock(ClusterConnection cluster, ApiResource leases, LockLease lease, RunMarker marker, LockOptions options, TimeProvider time)
    {
        (_cluster, _leases, _lease, _marker, _options, _time) = (cluster, leases, lease, marker, options, time);
        _loss = $"it could not be renewed for {(options.Duration * Patience).TotalSeconds:0} s";
        _renewal = RenewAsync();
    }

    /// <summary>Cancelled when the lock is no longer ours: whoever writes under it must stop.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Does work that must stop when the lock is lost.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.LockLost"/>.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancel)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, Lost);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException cause) when (Lost.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw LostError(cause);
        }
    }

    /// <summary>Stops renewing and removes the lock itself, at the end of an uninstall. Somebody who took it meanwhile keeps it.</summary>
    public async Task DeleteAsync(CancellationToken cancel)
    {
        await _stop.CancelAsync();
        await _renewal;
        try
        {
            await _cluster.DeleteAsync(_leases, _options.Namespace, LockLease.Name, _lease.ToPrecondition(), cancel);
        }
        catch (ApiException refusal) when (refusal.Status.Code == 409)
        {
            // A renewal whose answer was lost, or another holder: it is free or theirs by the time it expires.
        }
    }

    /// <summary>The error for a run that stopped because of <see cref="Lost"/>.</summary>
    public MeshException LostError(Exception cause) => new(
        ErrorCode.LockLost,
        $"The install lock in {_options.Namespace} was lost: {_loss}.",
        "Run again; what was applied stays, and running again continues where this run ended.",
        innerException: cause);

    /// <summary>Stops renewing and gives the lock back, if that is possible in a moment; else it expires.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewal;
        using (_marker)
        {
            if (!_lost.IsCancellationRequested)
                await ReleaseAsync();
        }

        _stop.Dispose();
        _lost.Dispose();
    }

    private async Task ReleaseAsync()
    {
        using var budget = new CancellationTokenSource(ReleaseBudget);
        try
        {
            await _cluster.UpdateLastAsync(_leases, _lease.Released(), FieldManager.Installer, budget.Token);
            _marker.Remove();
        }
        catch (ApiException refusal) when (refusal.Status.Code == 404)
        {
            // An uninstall has removed it.
            _marker.Remove();
        }
        catch (Exception cause) when (cause is OperationCanceledException or ApiException or MeshException)
        {
            // It expires on its own, and the next run of this machine sees that this one has ended.
        }
    }

    private async Task RenewAsync()
    {
        var (pause, patience) = (_options.Duration / 3, _options.Duration * Patience);
        var renewed = _time.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var rest = patience - _time.GetElapsedTime(renewed);
                await Task.Delay(rest < pause ? rest : pause, _time, _stop.Token);
                var left = patience - _time.GetElapsedTime(renewed);
                using var expiry = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time);
                using var budget = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, expiry.Token);
                // Whoever waits may have seen it as soon as it was sent.
                var sent = _time.GetTimestamp();
                if (!await TryRenewAsync(budget.Token))
                    break;
                renewed = sent;
            }
            catch (OperationCanceledException)
            {
                if (!_stop.IsCancellationRequested)
                    break;
            }
            catch (Exception cause) when (cause is ApiException or MeshException)
            {
                if (_time.GetElapsedTime(renewed) >= patience)
                    break;
            }
        }

        if (!_stop.IsCancellationRequested)
            await _lost.CancelAsync();
    }

    private async Task<bool> TryRenewAsync(CancellationToken cancel)
    {
        try
        {
            _lease = new(await _cluster.UpdateAsync(_leases, _lease.Renewed(_time.GetUtcNow()), FieldManager.Installer, cancel));
            return true;
        }
        catch (ApiException refusal) when (refusal.Status.Code is 404 or 409)
        {
            // A renewal whose answer was lost counts as somebody else's change.
            var found = await _cluster.GetAsync(_leases, _options.Namespace, LockLease.Name, cancel) is { } json ? new LockLease(json) : null;
            if (found?.Process != _options.Process)
            {
                _loss = found is null ? "somebody deleted it" : found.Holder.Length == 0 ? "somebody took it" : $"{found.Holder} took it";
                return false;
            }

            _lease = found;
            return true;
        }
    }
}
