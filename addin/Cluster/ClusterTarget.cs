using Cake.Istio.Reporting;

namespace Cake.Istio.Cluster;

/// <summary>Which cluster is talked to, and as whom.</summary>
/// <param name="Server">The API server's base address.</param>
/// <param name="Context">The kubeconfig context; <c>in-cluster</c> for a pod's service account.</param>
/// <param name="ClusterName">The kubeconfig's name of the cluster.</param>
/// <param name="User">The kubeconfig's name of the user, or null where the context has none.</param>
public sealed record ClusterTarget(Uri Server, string Context, string ClusterName, string? User)
{
    /// <summary>The name that stands for a pod's own service account in <see cref="Context"/>.</summary>
    public const string InCluster = "in-cluster";

    /// <summary>The kubeconfig file that was given by option; null for kubectl's own choice.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>How a command to kubectl begins that reaches the same cluster, such as <c>kubectl --context=prod</c>.</summary>
    public string Kubectl => KubectlFor(Kubeconfig, Context);

    /// <summary>The server's address as it may be shown.</summary>
    internal string Address => ShownUrl.Of(Server);

    /// <summary>The proxy that the kubeconfig names for the cluster, or null.</summary>
    internal Uri? Proxy { get; init; }

    /// <summary>Gives <c>https://10.0.0.1:6443 (context prod, cluster prod, user ci)</c>.</summary>
    public override string ToString() =>
        $"{Address} (context {Context}, cluster {ClusterName}, user {User ?? "none"})";

    /// <summary>How a command to kubectl begins, known before there is a server.</summary>
    internal static string KubectlFor(string? kubeconfig, string context) =>
        $"{KubectlFor(kubeconfig)}{(string.Equals(context, InCluster, StringComparison.Ordinal) ? "" : $" --context={context}")}";

    /// <summary>How a command to kubectl begins that reads the same kubeconfig.</summary>
    internal static string KubectlFor(string? kubeconfig) => string.IsNullOrEmpty(kubeconfig) ? "kubectl" : $"kubectl --kubeconfig={kubeconfig}";
}
