namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>Installs that kubectl writes: where it was asked for, and where the server has no server-side apply.</summary>
public sealed class KubectlEngineTests : IDisposable
{
    private const string OldServer = "--sandbox-kubernetes=1.14";

    private static readonly bool HasKubectl = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "kubectl")) || File.Exists(Path.Combine(folder, "kubectl.exe")));

    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public Task The_sample_is_installed_and_a_second_run_persists_nothing() =>
        InstallTwiceAsync("Applying with kubectl v", 122, "--engine=kubectl");

    [Fact]
    public Task Istio_1_2_2_is_installed_on_a_server_of_today() =>
        InstallTwiceAsync("Applying with kubectl v", 153, "--engine=kubectl", $"--archive={RealReleaseTests.Release()}", "--upgrade-apis=true");

    [Fact]
    public Task Istio_1_2_2_is_installed_as_it_is_on_the_Kubernetes_of_its_day() =>
        InstallTwiceAsync("client-side: Kubernetes v1.14.0+cake-istio-sandbox has no server-side apply", 153, OldServer, $"--archive={RealReleaseTests.Release()}");

    [Theory]
    [InlineData("--engine=kubectl needs kubectl 1.18 or later", "leave out --engine=kubectl", "--engine=kubectl")]
    [InlineData("has no server-side apply, which came with 1.18", "choose a cluster of Kubernetes 1.18 or later", OldServer, "--upgrade-apis=true")]
    public async Task Without_kubectl_the_ways_on_are_named_and_nothing_is_written(string text, string hint, params string[] arguments)
    {
        var result = await _rehearsal.RunAsync(new Dictionary<string, string?> { ["PATH"] = _rehearsal.Folder }, ["--target=InstallMesh", .. arguments]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("MESH2261", result.Error, StringComparison.Ordinal);
        Assert.Contains(text, result.Error, StringComparison.Ordinal);
        Assert.Contains(hint, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, _rehearsal.Persisted);
    }

    private async Task InstallTwiceAsync(string engine, int objects, params string[] arguments)
    {
        Assert.SkipUnless(HasKubectl, "kubectl is not on the PATH");
        var first = await _rehearsal.RunAsync(["--target=Verify", .. arguments]);

        Assert.True(first.ExitCode == 0, first.Output + first.Error);
        Assert.Contains(engine, first.Output, StringComparison.Ordinal);
        Assert.Contains($"Plan: {objects} created", first.Lines);
        var written = _rehearsal.Requests.Where(request => (bool)request["persisted"]! && ((string)request["userAgent"]!).StartsWith("kubectl/", StringComparison.Ordinal));
        Assert.Equal(objects, written.Count());

        _rehearsal.DeleteClientState();
        var second = await _rehearsal.RunAsync(["--target=Verify", .. arguments]);

        Assert.True(second.ExitCode == 0, second.Output + second.Error);
        Assert.Contains($"Plan: {objects} unchanged", second.Lines);
        Assert.NotEmpty(_rehearsal.Requests);
        Assert.Equal(0, _rehearsal.Persisted);
    }
}
