namespace Cake.Istio.Cluster;

/// <summary>What a task is about to do with a cluster; it decides how sure the choice of cluster must be.</summary>
public enum ClusterAccess
{
    /// <summary>Only reads, dry runs and access reviews. Any usable kubeconfig will do.</summary>
    Read,

    /// <summary>Writes. Needs a kubeconfig with exactly one context, or <c>--context</c>, or <c>--expect-server</c>.</summary>
    Write,
}
