using Cake.Istio.Apply.Inventory;
using Cake.Istio.Apply.Locking;
using Cake.Istio.Readiness;

namespace Cake.Istio.Apply;

/// <summary>How an install is carried out.</summary>
internal sealed record MeshInstallOptions
{
    /// <summary>What is installed, for the record.</summary>
    public required InstallDescription Description { get; init; }

    /// <summary>What the plan depends on; its record is filled in from the cluster.</summary>
    public required PlannerOptions Planner { get; init; }

    /// <summary>How the lock is taken.</summary>
    public required LockOptions Lock { get; init; }

    /// <summary>When a wait for what was written is given up.</summary>
    public ReadinessOptions Readiness { get; init; } = new();

    /// <summary>The digest of the plan that may be carried out (<c>--plan</c>), its beginning is enough; null for any.</summary>
    public string? ApprovedPlan { get; init; }
}
