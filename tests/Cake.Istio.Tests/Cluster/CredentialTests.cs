using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Istio.Errors;

namespace Cake.Istio.Tests.Cluster;

public sealed class CredentialTests : IDisposable
{
    private readonly Kubeconfigs _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_token_file_is_read_relative_to_its_kubeconfig()
    {
        _files.Write("sub/token", "from-file");

        Assert.Equal("Bearer from-file", (await RequestAsync("sub/k", "{tokenFile: token}")).Authorization);
    }

    [Fact]
    public async Task A_token_file_that_is_gone_is_named()
    {
        var refusal = await Assert.ThrowsAsync<MeshException>(() => RequestAsync("k", "{tokenFile: gone}"));

        Assert.Equal(ErrorCode.CredentialsUnavailable, refusal.Code);
        Assert.Contains("gone", refusal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_credentials_sends_none() =>
        Assert.Equal("", (await RequestAsync("k", "{}")).Authorization);

    [Fact]
    public async Task A_user_with_name_and_password_sends_them() =>
        Assert.StartsWith("Basic ", (await RequestAsync("k", "{username: a, password: b}")).Authorization, StringComparison.Ordinal);

    [Fact]
    public async Task An_impersonating_user_says_so_in_every_request()
    {
        var request = await RequestAsync("k", "{token: t, as: jane, as-groups: [dev]}");

        Assert.Equal("jane", request.Headers["Impersonate-User"]);
        Assert.Equal("dev", request.Headers["Impersonate-Group"]);
    }

    [Fact]
    public async Task Several_impersonated_groups_are_refused_because_they_would_be_sent_as_one()
    {
        var refusal = await Assert.ThrowsAsync<MeshException>(() => RequestAsync("k", "{token: t, as: jane, as-groups: [dev, ops]}"));

        Assert.Equal(ErrorCode.KubeconfigInvalid, refusal.Code);
        Assert.Contains("dev, ops", refusal.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_certificate_is_presented_from_data_or_files(bool data)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=jane", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (certificate, secret) = (made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        _files.Write("jane.crt", certificate);
        _files.Write("jane.key", secret);

        var request = await RequestAsync(
            "k",
            data
                ? $"{{client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(secret)}}}"
                : "{client-certificate: jane.crt, client-key: jane.key}",
            clientCertificates: true);

        Assert.Equal("CN=jane", request.ClientCertificate);
    }

    [Fact]
    public async Task A_credential_plugin_gives_the_token()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the plugin is a shell script");
        var credential = """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"from-plugin"}}""";
        MakeExecutable(_files.Write("bin/plugin", $"#!/bin/sh\necho '{credential}'\n"));

        Assert.Equal("Bearer from-plugin", (await RequestAsync("k", Exec("./bin/plugin"))).Authorization);
    }

    [Fact]
    public async Task A_plugin_gets_its_arguments_apart_and_learns_of_the_cluster()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the plugin is a shell script");
        var credential = """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"from-plugin"}}""";
        var called = _files.Write("called", "");
        MakeExecutable(_files.Write("plugin", $"#!/bin/sh\n{{ echo \"$KUBERNETES_EXEC_INFO\"; for a in \"$@\"; do echo \"<$a>\"; done; }} >'{called}'\necho '{credential}'\n"));
        string[] args = ["--scopes=openid email", "", "a\"b\\", @"c:\d e\", "plain"];

        await RequestAsync("k", JsonSerializer.Serialize(new
        {
            exec = new { apiVersion = "client.authentication.k8s.io/v1", command = "./plugin", args, interactiveMode = "Never", provideClusterInfo = true },
        }));

        var lines = await File.ReadAllLinesAsync(called, TestContext.Current.CancellationToken);
        Assert.Equal(args.Select(argument => $"<{argument}>"), lines[1..]);
        var info = JsonNode.Parse(lines[0])!;
        Assert.Equal(("ExecCredential", "client.authentication.k8s.io/v1"), ((string?)info["kind"], (string?)info["apiVersion"]));
        Assert.False((bool)info["spec"]!["interactive"]!);
        Assert.StartsWith("https://127.0.0.1:", (string?)info["spec"]!["cluster"]!["server"], StringComparison.Ordinal);
        Assert.NotEqual("", (string?)info["spec"]!["cluster"]!["certificate-authority-data"]);
    }

    [Theory]
    [InlineData("#!/bin/sh\necho 'session expired, run: cloud login' >&2\nexit 3\n", "session expired, run: cloud login")]
    [InlineData("#!/bin/sh\necho no json\n", "it printed no ExecCredential")]
    public async Task A_plugin_that_fails_is_quoted_with_its_install_hint(string script, string why)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the plugin is a shell script");
        MakeExecutable(_files.Write("bin/plugin", script));

        var refusal = await Assert.ThrowsAsync<MeshException>(() => RequestAsync("k", Exec("./bin/plugin")));

        Assert.Equal(ErrorCode.CredentialsUnavailable, refusal.Code);
        Assert.Contains(why, refusal.Text, StringComparison.Ordinal);
        Assert.Equal("install it", refusal.Hint);
        Assert.DoesNotContain("   at ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_does_not_exist_is_named()
    {
        var refusal = await Assert.ThrowsAsync<MeshException>(() => RequestAsync("k", Exec("no-such-plugin")));

        Assert.Equal(ErrorCode.CredentialsUnavailable, refusal.Code);
        Assert.Contains("plugin no-such-plugin of user u", refusal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_context_lacks_is_said_with_the_command_that_shows_it()
    {
        var refusal = await Assert.ThrowsAsync<MeshException>(() => RequestAsync("k", """{"client-certificate":"missing.crt","client-key":"missing.key"}"""));

        Assert.Equal(ErrorCode.KubeconfigInvalid, refusal.Code);
        Assert.Matches("^Try: kubectl --kubeconfig=.+ --context=a version$", refusal.Hint);
    }

    [Fact]
    public async Task The_path_prefix_of_a_server_is_kept()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.AnswerAsync(200, "{}"));
        var file = _files.Write("k", KubeconfigText.For(server.Url + "/k8s/clusters/c-1", server.Authority, "a"));
        using var connection = await _files.ConnectAsync(new() { Kubeconfig = file });

        await connection.VersionAsync(CancellationToken.None);

        Assert.Equal("/k8s/clusters/c-1/version", server.Requests.Single().Path);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private static string Exec(string command) =>
        JsonSerializer.Serialize(new { exec = new { apiVersion = "client.authentication.k8s.io/v1", command, args = new[] { "x" }, installHint = "install it" } });

    private static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<RecordedRequest> RequestAsync(string name, string user, bool clientCertificates = false)
    {
        await using var server = await ScriptedServer.StartAsync(context => context.AnswerAsync(200, "{}"), clientCertificates);
        var file = _files.Write(name, KubeconfigText.For(server.Url, server.Authority, "a").Replace("token: secret-token", "", StringComparison.Ordinal)
            .Replace("  user:\n", $"  user: {user}\n", StringComparison.Ordinal));
        using var connection = await _files.ConnectAsync(new() { Kubeconfig = file });
        await connection.VersionAsync(CancellationToken.None);
        return server.Requests.Single();
    }
}
