using k8s.KubeConfigModels;

namespace Cake.Istio.Cluster;

/// <summary>A cluster of a kubeconfig.</summary>
/// <param name="Name">The name by which contexts choose it.</param>
/// <param name="Endpoint">What KubernetesClient makes of it.</param>
/// <param name="Proxy">The proxy to reach it by, or null.</param>
internal sealed record KubeconfigCluster(string Name, ClusterEndpoint Endpoint, string? Proxy)
{
    /// <summary>Reads an entry of <c>clusters</c>.</summary>
    public static KubeconfigCluster Read(KubeconfigNode entry)
    {
        var cluster = entry.Mapping("cluster");
        var endpoint = new ClusterEndpoint
        {
            Server = cluster.Text("server"),
            CertificateAuthority = cluster.File("certificate-authority"),
            CertificateAuthorityData = cluster.Text("certificate-authority-data"),
            SkipTlsVerify = cluster.Flag("insecure-skip-tls-verify"),
            TlsServerName = cluster.Text("tls-server-name"),
        };
        return new(entry.Text("name") ?? "", endpoint, cluster.Text("proxy-url"));
    }
}
