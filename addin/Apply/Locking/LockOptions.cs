namespace Cake.Istio.Apply.Locking;

/// <summary>How the install lock is taken.</summary>
internal sealed record LockOptions
{
    /// <summary>The mesh namespace, in which the lock is.</summary>
    public required string Namespace { get; init; }

    /// <summary>Who takes it; see <see cref="HolderIdentity"/>.</summary>
    public required string Holder { get; init; }

    /// <summary>How long to wait for another holder; zero refuses at once.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Why a lock that somebody holds is taken all the same, or null to wait.</summary>
    public string? BreakReason { get; init; }

    /// <summary>How long a lock lasts that nobody renews; <see cref="DefaultDuration"/>.</summary>
    public TimeSpan Duration { get; init; } = DefaultDuration;

    /// <summary>The default of <see cref="Duration"/>: 30 seconds.</summary>
    public static TimeSpan DefaultDuration => TimeSpan.FromSeconds(30);

    /// <summary>Which run of which process takes it. Default: a new one of this process.</summary>
    public string Process { get; init; } = ProcessIdentity.NewRun();
}
