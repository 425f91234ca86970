using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>Reads a sandbox of this process as any client would.</summary>
internal sealed class SandboxCluster : IDisposable
{
    private static readonly string[] Collections =
    [
        "/api/v1/namespaces", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "/apis/rbac.authorization.k8s.io/v1/clusterroles",
        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
        "/api/v1/namespaces/istio-system/configmaps", "/api/v1/namespaces/istio-system/secrets", "/api/v1/namespaces/istio-system/services",
        "/api/v1/namespaces/istio-system/serviceaccounts", "/apis/apps/v1/namespaces/istio-system/deployments", "/apis/batch/v1/namespaces/istio-system/jobs",
        "/apis/autoscaling/v2/namespaces/istio-system/horizontalpodautoscalers", "/apis/networking.istio.io/v1alpha3/namespaces/istio-system/gateways",
        "/apis/coordination.k8s.io/v1/namespaces/istio-system/leases",
    ];

    private readonly HttpClient _http;

    public SandboxCluster(Sandbox.Sandbox sandbox)
    {
        var authority = X509Certificate2.CreateFromPem(sandbox.CertificateAuthority);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck };
        _http = new(handler) { BaseAddress = sandbox.Url };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", sandbox.Token);
    }

    /// <summary>What is there: <c>path/name</c> of everything that an install makes, and of what its programs make.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync()
    {
        var names = new List<string>();
        foreach (var collection in Collections)
            names.AddRange((await GetAsync(collection))["items"]!.AsArray().Select(item => $"{collection}/{(string)item!["metadata"]!["name"]!}"));
        return names;
    }

    /// <summary>The installer's record.</summary>
    public async Task<JsonObject> RecordAsync() =>
        JsonNode.Parse((string)(await GetAsync("/api/v1/namespaces/istio-system/configmaps/cake-istio"))["data"]!["record.json"]!)!.AsObject();

    /// <summary>Who holds the install lock; empty for nobody.</summary>
    public async Task<string?> LockHolderAsync() => (string?)(await GetAsync("/apis/coordination.k8s.io/v1/namespaces/istio-system/leases/cake-istio"))["spec"]!["holderIdentity"];

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject> GetAsync(string path) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken))!.AsObject();
}
