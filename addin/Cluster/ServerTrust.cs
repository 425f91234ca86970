using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Cake.Istio.Cluster;

/// <summary>Holds the server's certificate to the name of the server, and asks only the server.</summary>
internal static class ServerTrust
{
    /// <summary>The headers of every request: .NET asks for the name in Host, and looks for it in the certificate, where a kubeconfig says <c>tls-server-name</c>.</summary>
    public static IReadOnlyList<(string Name, string Value)> Headers(string? name) => string.IsNullOrEmpty(name) ? [] : [("Host", name)];

    /// <summary>Refuses a certificate that was made for another server, before the credentials are sent.</summary>
    /// <remarks>KubernetesClient's own callback looks only at who signed it; the cluster's CA signs for every node.</remarks>
    /// <param name="handler">The handler that KubernetesClient has set up.</param>
    /// <param name="isSkipped">Whether the kubeconfig says <c>insecure-skip-tls-verify</c>.</param>
    public static void RequireName(SocketsHttpHandler handler, bool isSkipped)
    {
        if (isSkipped || handler.SslOptions.RemoteCertificateValidationCallback is not { } isSigned)
            return;
        handler.SslOptions.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
            !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && isSigned(sender, certificate, chain, errors);
    }

    /// <summary>Keeps .NET from asking other hosts for the certificates of issuers that a certificate names, the server's or the user's.</summary>
    /// <remarks>kubectl asks nobody either. On a network without a way out, every connection to the cluster would wait for those hosts first.</remarks>
    /// <param name="handler">The handler that KubernetesClient has set up.</param>
    public static void DownloadNothing(SocketsHttpHandler handler)
    {
        handler.SslOptions.CertificateChainPolicy = new() { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
        if (handler.SslOptions.ClientCertificates is [X509Certificate2 user, ..])
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(user, additionalCertificates: null, offline: true);
    }
}
