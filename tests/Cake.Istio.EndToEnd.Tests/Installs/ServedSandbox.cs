using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>A sandbox that the host serves as a process of its own, and a client for it.</summary>
internal sealed class ServedSandbox : IAsyncDisposable
{
    private readonly TestProcess _process;
    private readonly HttpClient _http;

    private ServedSandbox(TestProcess process, Sandbox.Sandbox attached)
    {
        (_process, Attached) = (process, attached);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509Certificate2.CreateFromPem(attached.CertificateAuthority) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        _http = new HttpClient(handler)
        {
            BaseAddress = attached.Url,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", attached.Token) },
        };
    }

    public Sandbox.Sandbox Attached { get; }

    public static async Task<ServedSandbox> StartAsync(string folder, params string[] arguments)
    {
        var process = TestProcess.Start("dotnet", [TestPaths.Host, "--target=Sandbox", .. arguments], folder);
        await process.WaitForLineAsync("Serving");
        var options = new Sandbox.SandboxOptions { StateFolder = Path.Combine(folder, ".mesh", "sandbox") };
        var attached = await Sandbox.Sandbox.AttachOrStartAsync(options, TestContext.Current.CancellationToken);
        Assert.True(attached.IsAttached);
        return new ServedSandbox(process, attached);
    }

    public async Task<(HttpResponseMessage Response, JsonNode Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Version = HttpVersion.Version20 };
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    /// <summary>Ends the process as <c>kill -9</c> does.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Attached.DisposeAsync();
        _process.Dispose();
    }
}
