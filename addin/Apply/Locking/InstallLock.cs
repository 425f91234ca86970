using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Apply.Locking;

/// <summary>Makes sure that one install at a time writes: a Lease in the mesh namespace with a holder that renews it.</summary>
internal sealed class InstallLock(ClusterConnection cluster, LockOptions options, RunDeadline deadline, Action<string> say)
{
    // Clocks of two machines may differ by this much before a lock looks expired that is not.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Who holds the lock, or null.</summary>
    public static async Task<string?> HolderAsync(ClusterConnection cluster, string ns, TimeProvider time, CancellationToken cancel) =>
        (await cluster.DiscoverAsync(refresh: false, cancel)).Find("coordination.k8s.io/v1", "Lease") is { } leases
        && await cluster.GetAsync(leases, ns, LockLease.Name, cancel) is { } found
        && new LockLease(found) is var lease && !IsFree(lease, time)
            ? lease.Holder
            : null;

    /// <summary>Takes the lock, waiting for another holder as long as the options allow.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.LockHeld"/>: somebody else holds it, with who and since when.</exception>
    public async Task<HeldLock> AcquireAsync(CancellationToken cancel)
    {
        var leases = (await cluster.DiscoverAsync(refresh: false, cancel)).Find("coordination.k8s.io/v1", "Lease")
            ?? throw new MeshException(ErrorCode.KindNotServed, "The cluster serves no coordination.k8s.io/v1 Lease, which the install lock is made of.", "Leases exist from Kubernetes 1.14 on.");
        var start = deadline.Time.GetTimestamp();
        for (var isAnnounced = false; ; await Task.Delay(Pause, deadline.Time, cancel))
        {
            var lease = await ReadAsync(leases, cancel);
            if (lease is null || lease.Process == options.Process || options.BreakReason is not null || IsFree(lease, deadline.Time))
            {
                if (await TryTakeAsync(leases, lease, cancel) is { } taken)
                    return new(cluster, leases, taken, options, deadline.Time);
                continue;
            }

            var holder = $"{lease.Holder}{(lease.Since is { } since ? $" since {since:u}" : "")}";
            if (deadline.Time.GetElapsedTime(start) >= options.Timeout)
            {
                throw new MeshException(
                    ErrorCode.LockHeld,
                    $"Another install of the mesh in {options.Namespace} is running: {holder} holds the lock.",
                    "Wait for it with --lock-timeout=10m, or take the lock with --break-lock=<reason> if that install is gone for sure.");
            }

            if (!isAnnounced)
                say($"Waiting for another install: {holder} holds the lock.");
            isAnnounced = true;
        }
    }

    private static bool IsFree(LockLease lease, TimeProvider time) =>
        lease.Holder.Length == 0
        || ProcessIdentity.IsGone(lease.Process)
        || lease.RenewedAt is not { } renewed
        || time.GetUtcNow() > renewed + lease.Duration + ClockSkew;

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
