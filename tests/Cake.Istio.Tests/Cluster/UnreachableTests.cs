using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
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
