using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Cake.Istio.Errors;

namespace Cake.Istio.Tests.Cluster;

public sealed class UnreachableTests : IDisposable
{
    private readonly Kubeconfigs _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_refused_connection_fails_at_once_and_names_server_and_context()
    {
        var start = Stopwatch.GetTimestamp();

        var error = await VersionFailsAsync($"https://127.0.0.1:{FreePort()}", null);

        Assert.Equal(ErrorCode.ServerUnreachable, error.Code);
        Assert.Contains("cannot be reached: the connection was refused", error.Text, StringComparison.Ordinal);
        Assert.Contains("context a", error.Hint, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    [InlineData("socks5")]
    public async Task A_password_is_shown_neither_of_the_server_nor_of_the_proxy(string scheme)
    {
        var port = FreePort();
        var text = KubeconfigText.For("https://user:s3cret@10.0.0.1:6443", null, "a");

        var error = await FailsAsync(text.Replace("    server:", $"    proxy-url: {scheme}://user:s3cret@127.0.0.1:{port}\n    server:", StringComparison.Ordinal));

        Assert.Equal(ErrorCode.ServerUnreachable, error.Code);
        Assert.Contains($"The API server https://10.0.0.1:6443 cannot be reached by the proxy {scheme}://127.0.0.1:{port} of the kubeconfig", error.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
        Assert.Contains(_files.Log.Lines, line => line.Text.Contains("https://10.0.0.1:6443", StringComparison.Ordinal));
        Assert.DoesNotContain(_files.Log.Lines, line => line.Text.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_named_without_its_password()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = RefuseAsync(listener);
        var text = KubeconfigText.For("https://10.0.0.1:6443", null, "a");

        var error = await FailsAsync(text.Replace("    server:", $"    proxy-url: http://user:s3%40cret@127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}\n    server:", StringComparison.Ordinal));

        Assert.Equal(ErrorCode.ServerUnreachable, error.Code);
        Assert.DoesNotContain("cret", error.Message, StringComparison.Ordinal);
        Assert.Contains($"Proxy-Authorization: Basic {Convert.ToBase64String("user:s3@cret"u8)}", await asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_host_name_is_called_that()
    {
        var error = await VersionFailsAsync("https://no-such-host.invalid:6443", null);

        Assert.Equal(ErrorCode.ServerUnreachable, error.Code);
        Assert.Contains("the host name is not known", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_not_trusted()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.AnswerAsync(200, "{}"));
        await using var other = await ScriptedServer.StartAsync(context => context.AnswerAsync(200, "{}"));

        var error = await VersionFailsAsync(server.Url, other.Authority);

        Assert.Equal(ErrorCode.ServerNotTrusted, error.Code);
        Assert.Contains("not signed by the CA of the kubeconfig", error.Text, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_certificate_for_another_server_is_not_trusted_though_the_right_authority_signed_it()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.AnswerAsync(200, "{}"));
        var text = KubeconfigText.For(server.Url, server.Authority, "a");

        var error = await FailsAsync(text.Replace("    server:", "    tls-server-name: other.example\n    server:", StringComparison.Ordinal));

        Assert.Equal(ErrorCode.ServerNotTrusted, error.Code);
        Assert.Contains("not for this host name", error.Text, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_self_made_certificate_without_an_authority_in_the_kubeconfig_is_not_trusted()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.AnswerAsync(200, "{}"));
        var text = KubeconfigText.For(server.Url, null, "a").Replace("insecure-skip-tls-verify: true", "", StringComparison.Ordinal);

        Assert.Equal(ErrorCode.ServerNotTrusted, (await FailsAsync(text)).Code);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_server_that_speaks_no_tls_is_called_that()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerPlainlyAsync(listener);

        var error = await VersionFailsAsync($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", null);

        Assert.Equal(ErrorCode.ServerNotTrusted, error.Code);
        Assert.Contains("does not speak TLS", error.Text, StringComparison.Ordinal);
        await answering;
    }

    [Fact]
    public async Task A_page_that_no_api_server_answers_is_not_understood()
    {
        await using var cluster = await ClusterFixture.StartAsync((200, "<html>login</html>"));

        var error = await Assert.ThrowsAsync<MeshException>(() => cluster.Connection.VersionAsync(CancellationToken.None));

        Assert.Equal(ErrorCode.AnswerNotUnderstood, error.Code);
    }

    private static async Task AnswerPlainlyAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().ReadExactlyAsync(new byte[1]);
        await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
    }

    // Asks for credentials once, and takes none.
    private static async Task<string> RefuseAsync(TcpListener listener)
    {
        var request = "";
        foreach (var answer in (string[])["407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x", "403 Forbidden"])
        {
            using var client = await listener.AcceptTcpClientAsync();
            var buffer = new byte[8192];
            request = Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer));
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        }

        listener.Stop();
        return request;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task<MeshException> VersionFailsAsync(string server, string? authority) => FailsAsync(KubeconfigText.For(server, authority, "a"));

    private async Task<MeshException> FailsAsync(string kubeconfig)
    {
        using var connection = await _files.ConnectAsync(new() { Kubeconfig = _files.Write("k", kubeconfig) });
        return await Assert.ThrowsAsync<MeshException>(() => connection.VersionAsync(CancellationToken.None));
    }
}
