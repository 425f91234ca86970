using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Apply.Locking;

/// <summary>Makes sure that one install at a time writes: a Lease in the mesh namespace with a holder that renews it.</summary>
internal sealed class InstallLock(ClusterConnection cluster, LockOptions options, RunDeadline deadline, Action<string> say)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Who holds the lock; null where nobody does or who did no longer seems to renew it, which one look cannot tell for sure.</summary>
    public static async Task<string?> HolderAsync(ClusterConnection cluster, string ns, TimeProvider time, CancellationToken cancel) =>
        (await cluster.DiscoverAsync(refresh: false, cancel)).Find("coordination.k8s.io/v1", "Lease") is { } leases
        && await cluster.GetAsync(leases, ns, LockLease.Name, cancel) is { } found
        && new LockLease(found) is { IsFree: false } lease && !lease.SeemsExpired(time.GetUtcNow())
            ? lease.Holder
            : null;

    /// <summary>Takes the lock, waiting for another holder as long as the options allow.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.LockHeld"/>: somebody else holds it, with who and since when.</exception>
    public async Task<HeldLock> AcquireAsync(CancellationToken cancel)
    {
        var leases = (await cluster.DiscoverAsync(refresh: false, cancel)).Find("coordination.k8s.io/v1", "Lease")
            ?? throw new MeshException(ErrorCode.KindNotServed, "The cluster serves no coordination.k8s.io/v1 Lease, which the install lock is made of.", "Leases exist from Kubernetes 1.14 on.");
        var start = deadline.Time.GetTimestamp();
        var observed = new LeaseObservation(deadline.Time);
        RunMarker? marker = null;
        IDisposable? wait = null;
        try
        {
            for (; ; await Task.Delay(Pause, deadline.Time, cancel))
            {
                var lease = await ReadAsync(leases, cancel);
                if (lease is null || lease.Process == options.Process || options.BreakReason is not null || lease.IsFree || observed.IsExpired(lease))
                {
                    // Before the lock, so that it is there whenever this run ends.
                    marker ??= new(options.Process);
                    if (await TryTakeAsync(leases, lease, cancel) is not { } taken)
                        continue;
                    if (lease is { IsFree: true, Process: { } left } && left != options.Process)
                        RunMarker.Delete(left);
                    return new(cluster, leases, taken, marker, options, deadline.Time);
                }

                var holder = $"{lease.Holder}{(lease.Since is { } since ? $" since {since:u}" : "")}";
                // Who is dead for sure is found out only by watching, also where nobody else is waited for.
                var isDoubtful = lease.SeemsExpired(deadline.Time.GetUtcNow()) && !observed.HasChanged;
                if (!isDoubtful && deadline.Time.GetElapsedTime(start) >= options.Timeout)
                    throw Held(holder);
                if (wait is not null)
                    continue;
                say($"Waiting for another install: {holder} holds the lock{(isDoubtful ? $", but does not seem to run any more: it is taken after {lease.Duration.TotalSeconds:0} s without a sign of life" : "")}.");
                wait = deadline.Waiting($"the install lock, which {holder} holds");
            }
        }
        catch
        {
            // Whether the lock was taken may be unknown.
            marker?.Dispose();
            throw;
        }
        finally
        {
            wait?.Dispose();
        }
    }

    private MeshException Held(string holder) => new(
        ErrorCode.LockHeld,
        $"Another install of the mesh in {options.Namespace} is running: {holder} holds the lock.",
        "Wait for it with --lock-timeout=10m, or take the lock with --break-lock=<reason> if that install is gone for sure.");

    private async Task<LockLease?> ReadAsync(ApiResource leases, CancellationToken cancel) =>
        await cluster.GetAsync(leases, options.Namespace, LockLease.Name, cancel) is { } found ? new(found) : null;

    // Null where somebody else was faster, or the outcome is unknown; reading again tells.
    private async Task<LockLease?> TryTakeAsync(ApiResource leases, LockLease? lease, CancellationToken cancel)
    {
        var body = LockLease.Taken(options, deadline.Time.GetUtcNow(), lease);
        try
        {
            return new(lease is null
                ? await cluster.CreateAsync(leases, options.Namespace, body, FieldManager.Installer, cancel)
                : await cluster.UpdateAsync(leases, body, FieldManager.Installer, cancel));
        }
        catch (ApiException refusal) when (refusal.Status.Code is 404 or 409 or >= 500 && WebhookFailure.Read(refusal.Status) is null)
        {
            return refusal.Status.Code == 404 && lease is null ? throw ClusterErrors.Translate(refusal) : null;
        }
        catch (MeshException lost) when (lost.Code == ErrorCode.ConnectionLost)
        {
            return null;
        }
    }
}
