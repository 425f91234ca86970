namespace Cake.Istio.Apply.Inventory;

/// <summary>What is installed, and where the cluster no longer agrees with it.</summary>
/// <param name="Record">What was installed last, or null where nothing is recorded.</param>
/// <param name="Revisions">The revisions that can be rolled back to, the oldest first, without manifests.</param>
/// <param name="Drift">
/// Objects that are not as they were installed: to be created (somebody deleted them), to be configured (somebody changed them), or in conflict.
/// </param>
public sealed record DriftReport(InstallRecord? Record, IReadOnlyList<Revision> Revisions, IReadOnlyList<PlannedChange> Drift)
{
    /// <summary>Who is changing the mesh just now: the holder of the install lock, or null.</summary>
    public string? LockedBy { get; init; }

    /// <summary>Whether the cluster is as it was installed.</summary>
    public bool IsClean => Record is { State: RecordState.Installed } && Drift.Count == 0;
}
