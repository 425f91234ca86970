using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>What can go wrong before anything is written ends with one clear message, without a stack trace, and with the right exit code.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_kubeconfig() => Refused("MESH2001", await PreflightAsync());

    [Fact]
    public async Task A_kubeconfig_that_does_not_exist() => Refused("MESH2001", await PreflightAsync("--kubeconfig=missing.yaml"));

    [Fact]
    public async Task An_unreachable_server() => Refused("MESH2010", await PreflightAsync($"--kubeconfig={Kubeconfig("http://127.0.0.1:1")}"));

    [Fact]
    public async Task A_wrong_context() => Refused("MESH2003", await PreflightAsync($"--kubeconfig={Kubeconfig("http://127.0.0.1:1")}", "--context=other"));

    [Fact]
    public async Task Two_contexts_and_none_chosen() => Refused("MESH2004", await PreflightAsync($"--kubeconfig={Kubeconfig("http://127.0.0.1:1", contexts: 2)}"));

    [Fact]
    public async Task A_server_that_is_not_the_expected_one() =>
        Refused("MESH2005", await PreflightAsync($"--kubeconfig={Kubeconfig("http://127.0.0.1:1")}", "--expect-server=https://prod.example.com*"));

    [Theory]
    [InlineData(401, "Unauthorized", "MESH2020")]
    [InlineData(403, "Forbidden", "MESH2021")]
    [InlineData(500, "InternalError", "MESH2026")]
    public async Task A_server_that_answers(int status, string reason, string code)
    {
        using var server = new Mirror(_ => (status, $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"the server says no","reason":"{{reason}}","code":{{status}}}"""));
        var result = await PreflightAsync($"--kubeconfig={Kubeconfig(server.Url.AbsoluteUri)}", "--timeout=20s");
        Refused(code, result);
        Assert.Contains("the server says no", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_version()
    {
        using var mirror = new Mirror();
        Refused("MESH1102", await RunAsync("--target=Download", "--istio-version=1.2.99", $"--download-url={mirror.Url}", "--cache=cache"));
    }

    [Fact]
    public async Task A_version_that_is_none() => Refused("MESH1101", await RunAsync("--target=Download", "--istio-version=new"));

    [Fact]
    public async Task A_mode_that_is_none() => Refused("MESH1001", await RunAsync("--target=Download", "--mode=foo"));

    [Fact]
    public async Task An_unknown_option()
    {
        var result = await RunAsync("--target=Verify", "--kubecfg=x");
        Assert.Equal(255, result.ExitCode);
        Assert.Contains("Did you mean --kubeconfig?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_yaml_says_where()
    {
        var release = Sample();
        var manifest = Path.Combine(release, "install", "kubernetes", "istio-demo.yaml");
        File.WriteAllText(manifest, "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n b: [\n");
        var result = await RunAsync("--target=Preflight", "--cluster=sandbox", $"--archive={release}");
        Refused("MESH1202", result);
        Assert.Contains("istio-demo.yaml:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_with_a_way_on_for_each()
    {
        var release = Sample();
        File.AppendAllText(
            Path.Combine(release, "install", "kubernetes", "istio-demo.yaml"),
            "\n---\n{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, metadata: {name: old, namespace: istio-system}}\n");
        var result = await RunAsync(
            "--target=InstallMesh", "--cluster=sandbox", $"--archive={release}",
            "--sandbox-fault=deny=create:services,namespace=istio-system; deny=list:nodes");
        Refused("MESH2102", result);
        foreach (var part in new[]
        {
            "1 PodDisruptionBudget in policy/v1beta1, gone since Kubernetes 1.25", "--upgrade-apis=true",
            """apiGroups: [""], resources: ["services"], verbs: ["create"] in namespace istio-system""", "administrator",
        })
            Assert.Contains(part, result.Error, StringComparison.Ordinal);
        foreach (var id in new[] { "apis-served", "permissions", "kubernetes-supported", "cluster-visible", "node-ports", "quota" })
            Assert.Contains($" {id} ", result.Output + result.Error, StringComparison.Ordinal);
        Assert.Contains("2 failed", result.Output, StringComparison.Ordinal);
        Assert.Contains("<failure", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "artifacts", "mesh", "preflight.junit.xml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("InstallCrds", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_that_would_leave_its_folder()
    {
        var path = Path.Combine(_folder.Path, "istio-1.2.2-win.zip");
        using (var zip = System.IO.Compression.ZipFile.Open(path, System.IO.Compression.ZipArchiveMode.Create))
        {
            foreach (var name in new[] { "istio-1.2.2/istio.VERSION", "istio-1.2.2/../../outside.txt" })
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write("x");
            }
        }

        Refused("MESH1108", await RunAsync("--target=Download", $"--archive={path}", "--cache=cache"));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "outside.txt")));
    }

    [Fact]
    public async Task A_sandbox_port_that_is_taken()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var result = await RunAsync("--target=Preflight", "--cluster=sandbox", $"--sandbox-port={((System.Net.IPEndPoint)taken.LocalEndpoint).Port}");
        Refused("MESH3001", result);
        Assert.Contains("Give another --sandbox-port", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sandbox_state_that_is_damaged()
    {
        _folder.Write(Path.Combine(".mesh", "sandbox", "objects.jsonl"), "nonsense\n{}\n");
        var result = await RunAsync("--target=Preflight", "--cluster=sandbox");
        Refused("MESH3001", result);
        Assert.Contains("--sandbox-reset", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sandbox_certificate_that_is_damaged_and_the_way_out()
    {
        _folder.Write(Path.Combine(".mesh", "sandbox", "ca.crt"), "nonsense\n");
        _folder.Write(Path.Combine(".mesh", "sandbox", "ca.key"), "nonsense\n");
        var result = await RunAsync("--target=Status", "--cluster=sandbox");
        Refused("MESH3001", result);
        Assert.Contains("--sandbox-reset", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("--target=Status", "--cluster=sandbox", "--sandbox-reset")).ExitCode);
    }

    [Fact]
    public async Task Options_for_another_sandbox_than_the_one_that_is_served()
    {
        await using var served = await ServedSandbox.StartAsync(_folder.Path);

        var version = await RunAsync("--target=Status", "--cluster=sandbox", "--sandbox-kubernetes=1.14");
        Refused("MESH1002", version);
        Assert.Contains("--sandbox-kubernetes=1.14 has no effect", version.Error, StringComparison.Ordinal);
        Assert.Contains("answers like Kubernetes 1.36", version.Error, StringComparison.Ordinal);
        Assert.Contains("--sandbox-reset", version.Error, StringComparison.Ordinal);
        Refused("MESH1002", await RunAsync("--target=Status", "--cluster=sandbox", "--sandbox-port=1"));

        var reset = await RunAsync("--target=Status", "--cluster=sandbox", "--sandbox-reset");
        Refused("MESH3001", reset);
        Assert.Contains("Next: End that process", reset.Error, StringComparison.Ordinal);

        var same = await RunAsync("--target=Status", "--cluster=sandbox", "--sandbox-kubernetes=1.36", $"--sandbox-port={served.Attached.Url.Port}");
        Assert.True(same.ExitCode == 0, same.Output + same.Error);
    }

    private static void Refused(string code, ProcessResult result)
    {
        Assert.True(result.ExitCode == 1, result.Output + result.Error);
        Assert.Contains(result.Error.ReplaceLineEndings("\n").Split('\n'), line => line.StartsWith($"Error: {code}: ", StringComparison.Ordinal));
        Assert.Contains("Next: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Output + result.Error, StringComparison.Ordinal);
    }

    private Task<ProcessResult> PreflightAsync(params string[] arguments) => RunAsync(["--target=Preflight", $"--archive={Sample()}", .. arguments]);

    private Task<ProcessResult> RunAsync(params string[] arguments) =>
        TestProcess.RunDotnetAsync(TestPaths.Host, arguments, _folder.Path, new Dictionary<string, string?> { ["HOME"] = _folder.Path });

    private string Sample()
    {
        var source = Path.Combine(TestPaths.Repository, "manifests", "sample");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            _folder.Write(Path.Combine("release", Path.GetRelativePath(source, file)), File.ReadAllText(file));
        return Path.Combine(_folder.Path, "release");
    }

    private string Kubeconfig(string server, int contexts = 1) => _folder.Write("kubeconfig", $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: c
          cluster: {'{'}server: "{server}"{'}'}
        users:
        - name: u
          user: {'{'}token: secret-token{'}'}
        contexts:
        {string.Join("\n", Enumerable.Range(1, contexts).Select(i => $"- {{name: context-{i}, context: {{cluster: c, user: u}}}}"))}
        current-context: context-1
        """);
}
