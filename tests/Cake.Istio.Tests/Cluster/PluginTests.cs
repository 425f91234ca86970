using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Tests.Cluster;

public sealed class PluginTests : IDisposable
{
    private const string Head = """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":""";

    private readonly Kubeconfigs _files = new();

    public PluginTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the plugins are shell scripts");

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_plugin_that_hangs_is_named_and_ended_with_what_it_started_when_the_time_is_over()
    {
        var kubeconfig = Plugin("echo log in at https://login.example >&2\nsleep 300 &\necho $$ $! >pids.new; mv pids.new pids\nwait");
        using var deadline = new RunDeadline(TimeSpan.FromSeconds(2), TimeProvider.System, TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<MeshException>(() => deadline.RunAsync(_ => ConnectAsync(kubeconfig, deadline)));

        Assert.Equal(ErrorCode.RunDeadlineExceeded, error.Code);
        Assert.Matches("It was waiting for the credential plugin .+plugin of user u[.]", error.Text);
        Assert.Contains(_files.Log.Lines, line => line.Text == "plugin: log in at https://login.example");
        await AssertEndedAsync();
    }

    [Fact]
    public async Task A_plugin_is_ended_with_what_it_started_when_the_run_is_interrupted()
    {
        var kubeconfig = Plugin("sleep 300 &\necho $$ $! >pids.new; mv pids.new pids\nwait");
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var deadline = new RunDeadline(TimeSpan.FromMinutes(1), TimeProvider.System, interrupted.Token);

        var connecting = deadline.RunAsync(_ => ConnectAsync(kubeconfig, deadline));
        while (!File.Exists(Pids))
            await Task.Delay(20, TestContext.Current.CancellationToken);
        await interrupted.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        await AssertEndedAsync();
    }

    [Fact]
    public async Task A_plugin_is_run_once_and_again_when_its_token_is_over()
    {
        var kubeconfig = Plugin($$$"""
            echo x >>runs; n=$(grep -c x runs)
            case $n in 1) over=2001-01-01T00:00:00Z;; *) over=2999-01-01T00:00:00Z;; esac
            echo '{{{Head}}}{"token":"t'$n'","expirationTimestamp":"'$over'"}}'
            """);
        await using var server = await ScriptedServer.StartAsync(context => context.AnswerAsync(200, "{}"));
        using var connection = await _files.ConnectAsync(new() { Kubeconfig = kubeconfig(server) });

        for (var i = 0; i < 3; i++)
            await connection.GetAsync(ClusterFixture.ConfigMaps, "ns", "a", TestContext.Current.CancellationToken);

        Assert.Equal(["Bearer t2"], server.Requests.Select(request => request.Authorization).Distinct());
        Assert.Equal(2, (await File.ReadAllLinesAsync(InFolder("runs"), TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task A_plugin_gives_a_client_certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=jane", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _files.Write("credential", Head + JsonSerializer.Serialize(new { clientCertificateData = made.ExportCertificatePem(), clientKeyData = key.ExportPkcs8PrivateKeyPem() }) + "}");
        var kubeconfig = Plugin("cat credential");
        await using var server = await ScriptedServer.StartAsync(context => context.AnswerAsync(200, "{}"), clientCertificates: true);
        using var connection = await _files.ConnectAsync(new() { Kubeconfig = kubeconfig(server) });

        await connection.VersionAsync(TestContext.Current.CancellationToken);

        Assert.Equal("CN=jane", server.Requests.Single().ClientCertificate);
    }

    [Theory]
    [InlineData("echo '{}'", "it printed no ExecCredential")]
    [InlineData("echo '" + Head + "{}}'", "it gave neither a token nor a certificate")]
    [InlineData("echo '" + Head + """{"clientKeyData":"x"}}'""", "it gave only one of certificate and key")]
    [InlineData("echo '" + Head + """{"token":"t","expirationTimestamp":"soon"}}'""", "its expirationTimestamp is no time")]
    [InlineData("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"t"}}'""", "of client.authentication.k8s.io/v1beta1, but the kubeconfig asks for client.authentication.k8s.io/v1")]
    [InlineData("echo s3cret; echo first >&2; echo second >&2; exit 0", "it printed no ExecCredential (first second)")]
    [InlineData("exit 7", "exit code 7")]
    [InlineData("(sleep 8) & exit 0", "a program that it has started goes on and holds its output")]
    public async Task What_a_plugin_does_wrong_is_said(string script, string why)
    {
        var kubeconfig = Plugin(script);
        await using var server = await ScriptedServer.StartAsync(context => context.AnswerAsync(200, "{}"));

        var error = await _files.RefusedAsync(new() { Kubeconfig = kubeconfig(server) });

        Assert.Equal(ErrorCode.CredentialsUnavailable, error.Code);
        Assert.Contains("plugin of user u failed: ", error.Text, StringComparison.Ordinal);
        Assert.Contains(why, error.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_may_leave_somebody_behind_who_holds_its_standard_error()
    {
        var kubeconfig = Plugin($$$"""
            echo hello >&2; printf unfinished >&2
            sleep 300 >/dev/null &
            echo $$ $! >pids
            echo '{{{Head}}}{"token":"t","expirationTimestamp":"0001-01-01T00:00:00Z"}}'
            """);
        await using var server = await ScriptedServer.StartAsync(context => context.AnswerAsync(200, "{}"));
        try
        {
            using var connection = await _files.ConnectAsync(new() { Kubeconfig = kubeconfig(server) });
            await connection.VersionAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            using var left = Process.GetProcessById(int.Parse((await File.ReadAllTextAsync(Pids, TestContext.Current.CancellationToken)).Split(' ')[1], null));
            left.Kill();
        }

        Assert.Equal("Bearer t", server.Requests.Single().Authorization);
        Assert.Equal(["plugin: hello", "plugin: unfinished"], _files.Log.Lines.Select(line => line.Text).Where(line => line.StartsWith("plugin: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_file_in_PATH_that_cannot_be_executed_is_passed_over()
    {
        var name = $"plugin-{Guid.NewGuid():N}";
        var (first, second) = (Directory.CreateDirectory(InFolder("first")).FullName, Directory.CreateDirectory(InFolder("second")).FullName);
        await File.WriteAllTextAsync(Path.Combine(first, name), "#!/bin/sh\n", TestContext.Current.CancellationToken);
        File.Copy(Path.Combine(first, name), Path.Combine(second, name));
        MakeExecutable(Path.Combine(second, name));

        Assert.Equal(Path.Combine(second, name), PluginCall.Find(name, $"{first}:{second}"));
    }

    [Fact]
    public async Task A_program_of_the_working_folder_is_no_plugin()
    {
        var name = $"plugin-{Guid.NewGuid():N}";
        var here = Path.Combine(Environment.CurrentDirectory, name);
        await File.WriteAllTextAsync(here, "#!/bin/sh\n", TestContext.Current.CancellationToken);
        MakeExecutable(here);
        try
        {
            Assert.Null(PluginCall.Find(name));
            Assert.Equal(here, PluginCall.Find(here));
            Assert.EndsWith("/sh", PluginCall.Find("sh"), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(here);
        }
    }

    private string Pids => InFolder("pids");

    private string InFolder(string name) => Path.Combine(_files.Environment.WorkingDirectory.FullPath, name);

    private static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private Func<ScriptedServer, string> Plugin(string script)
    {
        MakeExecutable(_files.Write("plugin", $"#!/bin/sh\ncd '{_files.Environment.WorkingDirectory.FullPath}'\n{script}\n"));
        var user = JsonSerializer.Serialize(new { exec = new { apiVersion = "client.authentication.k8s.io/v1", command = "./plugin", interactiveMode = "Never" } });
        return server => _files.Write("k", KubeconfigText.For(server.Url, server.Authority, "a").Replace("  user:\n    token: secret-token", $"  user: {user}", StringComparison.Ordinal));
    }

    private async Task<ClusterTarget> ConnectAsync(Func<ScriptedServer, string> kubeconfig, RunDeadline deadline)
    {
        await using var server = await ScriptedServer.StartAsync(context => context.AnswerAsync(200, "{}"));
        using var connection = await ClusterConnector.ConnectAsync(new() { Kubeconfig = kubeconfig(server) }, ClusterAccess.Read, _files.Log, _files.Environment, deadline);
        return connection.Target;
    }

    private async Task AssertEndedAsync()
    {
        var pids = (await File.ReadAllTextAsync(Pids, TestContext.Current.CancellationToken)).Split(' ', StringSplitOptions.TrimEntries);
        Assert.Equal(2, pids.Length);
        var since = Stopwatch.GetTimestamp();
        while (pids.Any(IsRunning))
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(10), "the plugin goes on");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    // A process that nobody has waited for yet has ended all the same.
    private static bool IsRunning(string pid)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(pid, null));
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
