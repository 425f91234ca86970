using Cake.Istio.EndToEnd.Tests.Processes;
using Cake.Istio.Sandbox;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>SIGKILL in the middle of an uninstall and a rollback; more points, within the process, are in Cake.Istio.Tests.</summary>
public sealed class KilledOperationTests : IDisposable
{
    private static readonly string Sample = Path.Combine(TestPaths.Repository, "manifests", "sample");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_uninstall_that_is_killed_is_completed_by_the_same_command()
    {
        await using var sandbox = await StartAsync("--mode=permissive");
        // Half of what goes.
        await KillAsync(sandbox, "Uninstall", 60);
        using var cluster = new SandboxCluster(sandbox);
        Assert.Equal("Removing", (string?)(await cluster.RecordAsync())["state"]);

        await SucceedAsync(sandbox, "--target=Uninstall");

        Assert.All(await cluster.NamesAsync(), name => Assert.DoesNotContain("istio-system", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rollback_that_is_killed_is_completed_by_the_same_command()
    {
        await using var sandbox = await StartAsync("--mode=permissive");
        using var cluster = new SandboxCluster(sandbox);
        await SucceedAsync(sandbox, ["--target=InstallMesh", .. Release, "--mode=strict"]);
        // The lock, the record and one object of the mesh.
        await KillAsync(sandbox, "Rollback", 3);
        var begun = await cluster.RecordAsync();
        Assert.Equal((3, "Installing", 1), ((int)begun["revision"]!, (string?)begun["state"], (int?)begun["ofRevision"]));

        await SucceedAsync(sandbox, "--target=Rollback");

        var record = await cluster.RecordAsync();
        Assert.Equal((3, "Installed", "permissive"), ((int)record["revision"]!, (string?)record["state"], (string?)record["options"]!["mode"]));
        await SucceedAsync(sandbox, ["--target=Plan", .. Release, "--mode=permissive", "--plan-exit-code"]);
    }

    private string[] Release => [$"--archive={Sample}", $"--cache={Path.Combine(_folder.Path, "cache")}"];

    private async Task<Sandbox.Sandbox> StartAsync(params string[] arguments)
    {
        var sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        await SucceedAsync(sandbox, ["--target=InstallMesh", .. Release, .. arguments]);
        return sandbox;
    }

    private async Task SucceedAsync(Sandbox.Sandbox sandbox, params string[] arguments)
    {
        var run = await TestProcess.RunDotnetAsync(TestPaths.Host, [.. Arguments(sandbox), .. arguments], _folder.Path);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    private async Task KillAsync(Sandbox.Sandbox sandbox, string target, int writes)
    {
        var limit = sandbox.Requests.Count(request => request.Persisted) + writes;
        // One request at a time, so that the point is met.
        using var process = TestProcess.Start("dotnet", [TestPaths.Host, .. Arguments(sandbox), $"--target={target}", "--parallelism=1"], _folder.Path);
        var end = process.WaitAsync();
        while (sandbox.Requests.Count(request => request.Persisted) < limit && !end.IsCompleted)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        process.Kill();
        var ended = await end;
        Assert.True(ended.ExitCode == 128 + 9, ended.Output + ended.Error);
    }

    private static string[] Arguments(Sandbox.Sandbox sandbox) =>
        [$"--kubeconfig={sandbox.Kubeconfig}", "--timeout=3m"];
}
