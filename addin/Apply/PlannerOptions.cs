using Cake.Istio.Apply.Inventory;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>What a plan depends on besides the objects and the cluster.</summary>
internal sealed record PlannerOptions
{
    /// <summary>The namespace of objects that name none.</summary>
    public required string Namespace { get; init; }

    /// <summary>Whether conflicting fields of other managers are taken over.</summary>
    public bool ForceConflicts { get; init; }

    /// <summary>Whether fields of other installers are taken over.</summary>
    public bool Adopt { get; init; }

    /// <summary>Whether the gateway step's fields go back to the release (<c>--gateway=keep</c>).</summary>
    public bool KeepGateway { get; init; }

    /// <summary>What of the last install is deleted. Default: nothing is recorded, so nothing is.</summary>
    public Pruning Pruning { get; init; } = new();

    /// <summary>What a Job of the release left in another mode and this one must not have; deleted where it is still as the Job made it. Default: nothing.</summary>
    public IReadOnlyList<KubeObject> Superseded { get; init; } = [];
}
