using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace Cake.Istio.Benchmarks.Sandboxes;

/// <summary>An HTTP client for a sandbox: HTTP/2 over its own TLS, as an installer would speak to it.</summary>
internal static class SandboxClient
{
    public static HttpClient For(Sandbox.Sandbox sandbox)
    {
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509Certificate2.CreateFromPem(sandbox.CertificateAuthority) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        return new HttpClient(handler)
        {
            BaseAddress = sandbox.Url,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", sandbox.Token) },
        };
    }
}
