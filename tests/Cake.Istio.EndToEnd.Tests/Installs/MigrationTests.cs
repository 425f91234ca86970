using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>A mesh that the procedure by hand made, with the real kubectl, is taken over without a question, and can be removed.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public async Task It_is_installed_over_without_force_and_the_second_run_persists_nothing()
    {
        using var server = await ApplyByHandAsync();
        var status = await RunAsync("--target=Status");
        Assert.Contains("Nothing is installed in namespace istio-system, as far as this installer's record goes.", status.Lines);
        var uninstall = await _rehearsal.RunAsync("--target=Uninstall");
        Assert.Contains("MESH2209", uninstall.Error, StringComparison.Ordinal);

        Assert.Contains("~ Deployment istio-system/istio-pilot configured: taken over from kubectl apply with the same values", (await RunAsync("--target=Plan")).Lines);
        await RunAsync("--target=Verify");
        var before = _rehearsal.Persisted;
        Assert.Contains("Plan: 122 unchanged", (await RunAsync("--target=Verify")).Lines);
        Assert.Equal(before, _rehearsal.Persisted);
    }

    [Fact]
    public async Task It_is_removed_by_the_releases_manifest()
    {
        using var server = await ApplyByHandAsync();
        var result = await RunAsync("--target=Uninstall", "--adopt", "--purge");
        Assert.Contains(result.Lines, line => line.StartsWith("Uninstalled: ", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.StartsWith("Namespace istio-system stays: ", StringComparison.Ordinal));
        Assert.Contains("Plan: 121 created, 1 configured.", (await RunAsync("--target=Plan")).Lines);
    }

    private async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        var result = await _rehearsal.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return result;
    }

    private async Task<TestProcess> ApplyByHandAsync()
    {
        Assert.SkipUnless(Kubectl.IsThere, "kubectl is not on the PATH");
        var server = TestProcess.Start("dotnet", [TestPaths.Host, "--target=Sandbox"], _rehearsal.Folder);
        await server.WaitForLineAsync("Serving");
        var kubernetes = Path.Combine(TestPaths.Repository, "manifests", "sample", "install", "kubernetes");
        foreach (var file in Directory.GetFiles(Path.Combine(kubernetes, "helm", "istio-init", "files"), "crd*.yaml").Append(Path.Combine(kubernetes, "istio-demo.yaml")))
            await Kubectl.RunAsync(_rehearsal, "apply", "--validate=false", "-f", file);
        return server;
    }
}
