namespace Cake.Istio.Apply.Inventory;

/// <summary>What is installed, and where the cluster no longer agrees with it.</summary>
/// <param name="Record">What was installed last, or null where nothing is recorded.</param>
/// <param name="Revisions">The revisions that can be rolled back to, the oldest first, without manifests.</param>
/// <param name="Drift">
/// Objects that are not as they were installed: to be created (somebody deleted them), to be configured (somebody changed them), or in conflict.
/// Where <see cref="Obstacle"/> says that there is nothing to compare with, only those that are gone or were replaced.
/// </param>
public sealed record DriftReport(InstallRecord? Record, IReadOnlyList<Revision> Revisions, IReadOnlyList<PlannedChange> Drift)
{
    /// <summary>Who is changing the mesh just now: the holder of the install lock, or null.</summary>
    public string? LockedBy { get; init; }

    /// <summary>
    /// The revision that the cluster was compared with: the record's, or, while an install has not ended, the one before; null where it was compared with none.
    /// </summary>
    public int? ComparedWith { get; init; }

    /// <summary>Why the cluster cannot be compared with what is recorded, or null.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Whether an install or an uninstall has begun and not ended.</summary>
    public bool IsUnfinished => Record is { State: RecordState.Installing or RecordState.Removing };

    /// <summary>Whether the cluster is known to be as it was installed.</summary>
    public bool IsClean => Record is { State: RecordState.Installed } && Obstacle is null && Drift.Count == 0;

    /// <summary>The last revision before the record's, which a rollback goes to, or null.</summary>
    internal Revision? Earlier => Revisions.LastOrDefault(revision => revision.Number < Record?.Revision);
}
