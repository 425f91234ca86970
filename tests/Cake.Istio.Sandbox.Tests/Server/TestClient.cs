using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Cake.Istio.Sandbox.Tests.Server;

/// <summary>A sandbox in memory and a client that trusts its certificate authority, and nothing else.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private readonly HttpClient _http;

    private TestClient(Sandbox sandbox) => (Sandbox, _http) = (sandbox, Trusting(sandbox));

    public Sandbox Sandbox { get; }

    public static async Task<TestClient> StartAsync(SandboxOptions? options = null) =>
        new(await Sandbox.StartAsync(options ?? new SandboxOptions(), TestContext.Current.CancellationToken));

    public static HttpClient Trusting(Sandbox sandbox)
    {
        var handler = new SocketsHttpHandler();
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
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", sandbox.Token), UserAgent = { new ProductInfoHeaderValue("sandbox-tests", "1") } },
        };
    }

    public Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, accept: accept);

    public Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<(HttpStatusCode Status, JsonNode Body)> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public Task<(HttpStatusCode Status, JsonNode Body)> DeleteAsync(string path, string? body = null) => SendAsync(HttpMethod.Delete, path, body);

    public Task<(HttpStatusCode Status, JsonNode Body)> ApplyAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body, "application/apply-patch+yaml");

    public async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(
        HttpMethod method, string path, string? body = null, string contentType = "application/json", string? accept = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path) { Version = HttpVersion.Version20 };
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(contentType));
        if (accept is not null)
            request.Headers.Add("Accept", accept);
        change?.Invoke(request);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType == "application/json" ? JsonNode.Parse(text)! : JsonValue.Create(text)!);
    }

    /// <summary>Reads until the answer is 200 and as wanted.</summary>
    public async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool>? wanted = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var (status, body) = await GetAsync(path);
            if (status == HttpStatusCode.OK && wanted?.Invoke(body) != false)
                return body;
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Sends a request as the recorder of the transcripts did, and reads a watch as a list of its events.</summary>
    public async Task<(int Status, JsonNode? Body)> ReplayAsync(string method, string path, string? body, string contentType, string accept)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Version = HttpVersion.Version20 };
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.UserAgent.Clear();
        request.Headers.TryAddWithoutValidation("User-Agent", "Python-urllib/3.12");
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        try
        {
            return ((int)response.StatusCode, path.Contains("watch=true", StringComparison.Ordinal) && response.IsSuccessStatusCode
                ? new JsonArray([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line))])
                : JsonNode.Parse(text));
        }
        catch (System.Text.Json.JsonException)
        {
            return ((int)response.StatusCode, JsonValue.Create(text));
        }
    }

    public Task<Stream> StreamAsync(string path) => _http.GetStreamAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Sandbox.DisposeAsync();
    }
}
