namespace Cake.Istio.Apply.Locking;

/// <summary>What this process itself has seen of a Lease: the only thing that tells a dead holder from one whose clock is wrong.</summary>
/// <remarks>As client-go's leader election does: a lease has expired when it was not changed for its duration on the watching side's clock.</remarks>
/// <param name="time">That clock.</param>
internal sealed class LeaseObservation(TimeProvider time)
{
    private string? _version;
    private long _since;

    /// <summary>Whether the lease has changed since it was first seen: its holder lives, or another one has taken it.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Takes in what was read.</summary>
    /// <param name="lease">The lease.</param>
    /// <returns>Whether it has expired.</returns>
    public bool IsExpired(LockLease lease)
    {
        if (!string.Equals(_version, lease.Version, StringComparison.Ordinal))
        {
            HasChanged = _version is not null;
            (_version, _since) = (lease.Version, time.GetTimestamp());
        }

        return time.GetElapsedTime(_since) >= lease.Duration;
    }
}
