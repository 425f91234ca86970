namespace Cake.Istio.Cluster.Kubectl;

/// <summary>One <c>kubectl apply</c> that prints the objects as JSON.</summary>
/// <param name="Manifest">The file with the objects. Only its owner may read it, and it is gone when kubectl has ended.</param>
public sealed record KubectlApply(string Manifest)
{
    /// <summary>The kubeconfig file; null for kubectl's own choice.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The context; null for a pod's own service account.</summary>
    public string? Context { get; init; }

    /// <summary>Who owns the applied fields.</summary>
    public required string FieldManager { get; init; }

    /// <summary>Whether the server applies (KEP-555). Default: false, kubectl patches by what it applied last.</summary>
    public bool ServerSide { get; init; }

    /// <summary>Whether fields of other managers are taken over, where the server applies. Default: false.</summary>
    public bool ForceConflicts { get; init; }

    /// <summary>Whether the server only answers what it would do. Default: false.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// Whether unknown fields are refused. Default: false; kubectl can leave that to the server from Kubernetes 1.25 on (KEP-2885), before it loads the
    /// server's whole schema every time.
    /// </summary>
    public bool Validate { get; init; }
}
