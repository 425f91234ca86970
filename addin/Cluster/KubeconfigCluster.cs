using Cake.Istio.Reporting;
using k8s.KubeConfigModels;

namespace Cake.Istio.Cluster;

/// <summary>A cluster of a kubeconfig.</summary>
/// <param name="Name">The name by which contexts choose it.</param>
/// <param name="Endpoint">What KubernetesClient makes of it.</param>
/// <param name="ProxyUrl">The proxy to reach it by, as it was written; null for none.</param>
internal sealed record KubeconfigCluster(string Name, ClusterEndpoint Endpoint, string? ProxyUrl)
{
    private static readonly string[] ProxySchemes = ["http", "https", "socks5"];

    /// <summary>The proxy to reach it by, or null.</summary>
    /// <exception cref="FormatException">It is not one that kubectl takes.</exception>
    public Uri? Proxy => string.IsNullOrEmpty(ProxyUrl) ? null
        : Uri.TryCreate(ProxyUrl, UriKind.Absolute, out var url) && ProxySchemes.Contains(url.Scheme) && url.Host.Length > 0 ? url
        : throw new FormatException($"proxy-url {ShownUrl.In(ProxyUrl)} of cluster {Name} is no URL of {string.Join(", ", ProxySchemes)}");

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
