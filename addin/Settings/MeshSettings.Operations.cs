using Cake.Istio.Errors;

namespace Cake.Istio.Settings;

public sealed partial record MeshSettings
{
    /// <summary>The digest of the plan that an install or rollback may carry out; its first 12 digits are enough. Default: none, any plan.</summary>
    public string? Plan { get; init; }

    /// <summary>
    /// Whether a mesh that another tool installed is taken over: fields that helm and istio-operator own become this installer's, and an uninstall
    /// without a record removes what the release's manifest has. Default: false.
    /// </summary>
    public bool Adopt { get; init; }

    /// <summary>Whether what the last install recorded and this one no longer has is deleted. Default: true.</summary>
    public bool Prune { get; init; } = true;

    /// <summary>Whether pruning also deletes custom resource definitions, and with them every object of their kinds. Default: false.</summary>
    public bool PruneCrds { get; init; }

    /// <summary>How much of what is recorded may be pruned at once, in percent. Default: 50.</summary>
    public int PruneLimit { get; init; } = DefaultPruneLimit;

    /// <summary>Why the install lock is taken from whoever holds it; the reason is recorded on the lock. Default: none, which waits.</summary>
    public string? BreakLock { get; init; }

    /// <summary>How long to wait for another install that holds the lock; zero refuses at once. Default: 5 minutes, in CI zero.</summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>The revision that a rollback installs again. Default: the one before the present one.</summary>
    public int? ToRevision { get; init; }

    /// <summary>Whether an uninstall also removes the custom resource definitions, and with them every custom resource. Default: false.</summary>
    public bool Purge { get; init; }

    /// <summary>The default of <see cref="PruneLimit"/>.</summary>
    public const int DefaultPruneLimit = 50;

    /// <summary>The default of <see cref="LockTimeout"/> outside of CI, where somebody can wait.</summary>
    public static TimeSpan DefaultLockTimeout => TimeSpan.FromMinutes(5);

    private void ValidateOperations()
    {
        if (Plan is not null && !(Plan.Length is >= 12 and <= 64 && Plan.All(char.IsAsciiHexDigit)))
            throw Invalid("plan", Plan, "the digest that --target=Plan shows, or at least its first 12 digits");
        if (PruneLimit is < 0 or > 100)
            throw Invalid("prune-limit", $"{PruneLimit}", "a percentage from 0 to 100");
        if (BreakLock is not null && string.IsNullOrWhiteSpace(BreakLock))
            throw Invalid("break-lock", BreakLock, "the reason, which is recorded");
        if (LockTimeout < TimeSpan.Zero)
            throw Invalid("lock-timeout", $"{LockTimeout}", "a duration of zero or more, such as 5m");
        if (ToRevision < 1)
            throw Invalid("to-revision", $"{ToRevision}", "the number of a revision that --target=Status lists");
        if (PruneCrds && !Prune)
            throw new MeshException(ErrorCode.OptionWithoutEffect, "--prune-crds has no effect with --prune=false", "Leave out one of them");
    }
}
