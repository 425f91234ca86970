using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Preflight.Permissions;
using Cake.Istio.Releases;
using Cake.Istio.Settings;

namespace Cake.Istio.Preflight;

/// <summary>Everything that the checks look at, read once.</summary>
internal sealed record PreflightScene
{
    /// <summary>The release.</summary>
    public required IstioVersion Release { get; init; }

    /// <summary>What the user asked for.</summary>
    public required MeshSettings Settings { get; init; }

    /// <summary>Which cluster this is, and as whom.</summary>
    public required ClusterTarget Target { get; init; }

    /// <summary>The cluster's version.</summary>
    public required ServerVersion Kubernetes { get; init; }

    /// <summary>What the cluster serves.</summary>
    public required ApiDiscovery Discovery { get; init; }

    /// <summary>The release's objects as they would be applied.</summary>
    public required IReadOnlyList<KubeObject> Objects { get; init; }

    /// <summary>The plan; every object as one to create where the user may not read what is there.</summary>
    public required IReadOnlyList<PlannedChange> Changes { get; init; }

    /// <summary>What the last install recorded, or null.</summary>
    public InstallRecord? Record { get; init; }

    /// <summary>Whether a revision before the installed one is kept; only looked for where the release is an older one.</summary>
    public bool HasEarlierRevision { get; init; }

    /// <summary>The mesh namespace, or null where it is still to be made.</summary>
    public JsonObject? Namespace { get; init; }

    /// <summary>Why the plan could not be made, or null.</summary>
    public ApiException? PlanDenial { get; init; }

    /// <summary>Why what the plan would delete is too much to go unasked, or null.</summary>
    public string? PruneRefusal { get; init; }

    /// <summary>Whether carrying out the plan would write something.</summary>
    public bool IsWriting { get; init; }

    /// <summary>What is around the mesh; empty where nothing is to be written.</summary>
    public ClusterFacts Facts { get; init; } = new();

    /// <summary>The roles and bindings that hand out more than the user may, beside those that a dry run has told.</summary>
    public IReadOnlyList<(ObjectRef Subject, Escalation Escalation)> Escalations { get; init; } = [];

    /// <summary>How many permissions were asked for.</summary>
    public int Asked { get; init; }

    /// <summary>Those that the user does not have, with the objects they are needed for; null where the server does not say.</summary>
    public IReadOnlyDictionary<Permission, IReadOnlyList<string>>? Missing { get; init; }
}
