using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using Cake.Istio.Sandbox.Endpoints;
using Cake.Istio.Sandbox.Faults;

namespace Cake.Istio.Sandbox.Server;

/// <summary>Speaks to a sandbox that another process runs.</summary>
internal sealed class AttachedClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>Trusts the certificate authority of that sandbox only.</summary>
    public AttachedClient(Uri url, string token, string authorityPem)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509Certificate2.CreateFromPem(authorityPem) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        _http = new HttpClient(handler) { BaseAddress = url, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
    }

    /// <summary>Whether it answers.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri("/readyz", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Its request log.</summary>
    public async Task<IReadOnlyList<RequestRecord>> RequestsAsync(CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<List<RequestRecord>>(new Uri(AdminEndpoint.RequestsPath, UriKind.Relative), RequestLog.Format, cancellationToken) ?? [];

    /// <summary>Puts faults in place of those at work.</summary>
    public async Task SetFaultsAsync(string faults, CancellationToken cancellationToken)
    {
        using var content = new StringContent(faults);
        using var response = await _http.PutAsync(new Uri(FaultEndpoint.Path, UriKind.Relative), content, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}
