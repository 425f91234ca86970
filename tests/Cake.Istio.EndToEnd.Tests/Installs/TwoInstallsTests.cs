using System.Globalization;
using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>Installs at once: one writes, the other waits or is refused.</summary>
public sealed class TwoInstallsTests : IDisposable
{
    private const string Leases = "/apis/coordination.k8s.io/v1/namespaces/istio-system/leases";
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public async Task Two_that_wait_for_a_third_one_say_so_and_are_installed_one_after_the_other()
    {
        await using var sandbox = await LockedAsync();
        using var first = _rehearsal.Start("--target=InstallMesh");
        using var second = _rehearsal.Start("--target=InstallMesh", "--mode=strict");
        foreach (var process in new[] { first, second })
            await process.WaitForLineAsync("Waiting for another install: bob@elsewhere since ");
        await sandbox.SendAsync(HttpMethod.Delete, $"{Leases}/cake-istio");

        foreach (var process in new[] { first, second })
        {
            var result = await process.WaitAsync();
            Assert.True(result.ExitCode == 0, result.Output + result.Error);
        }

        // Had they written at the same time, the mesh would be a mixture: not as the last revision installed it.
        var status = await _rehearsal.RunAsync("--target=Status", "--plan-exit-code");
        Assert.True(status.ExitCode == 0, status.Output + status.Error);
        Assert.Contains("No drift: everything is as revision 2 installed it.", status.Lines);
    }

    [Fact]
    public async Task Without_patience_and_in_ci_it_is_refused_and_told_who_is_first()
    {
        await using var sandbox = await LockedAsync();
        foreach (var result in new[] { await _rehearsal.RunAsync("--target=InstallMesh", "--lock-timeout=0"), await RunInCiAsync("--target=InstallMesh") })
        {
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("Error: MESH2210: Another install of the mesh in istio-system is running: bob@elsewhere since ", result.Error, StringComparison.Ordinal);
            Assert.Contains("--break-lock=<reason>", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_lock_is_broken_on_request_and_the_reason_is_kept_on_it()
    {
        await using var sandbox = await LockedAsync();
        var result = await RunInCiAsync("--target=InstallMesh", "--break-lock=the laptop is gone");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        var lease = (await sandbox.SendAsync(HttpMethod.Get, $"{Leases}/cake-istio")).Body;
        Assert.Equal("", (string?)lease["spec"]!["holderIdentity"]);
        Assert.EndsWith(
            " https://ci.example/jobs/7 took it from bob@elsewhere: the laptop is gone", (string)lease["metadata"]!["annotations"]!["cake-istio/broken"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_targets_that_write_keep_to_the_lock_too()
    {
        await using var sandbox = await ServedSandbox.StartAsync(_rehearsal.Folder);
        foreach (var mode in new[] { "permissive", "strict" })
            Assert.Equal(0, (await _rehearsal.RunAsync("--target=InstallMesh", $"--mode={mode}")).ExitCode);
        await sandbox.SendAsync(HttpMethod.Delete, $"{Leases}/cake-istio");
        await LockAsync(sandbox);

        Assert.Contains(", being changed by bob@elsewhere", (await _rehearsal.RunAsync("--target=Status")).Output, StringComparison.Ordinal);
        foreach (var target in new[] { "Rollback", "Uninstall" })
            Assert.Contains("MESH2210", (await _rehearsal.RunAsync($"--target={target}", "--lock-timeout=0")).Error, StringComparison.Ordinal);
        Assert.Contains("No drift: everything is as revision 2 installed it.", (await _rehearsal.RunAsync("--target=Status")).Lines);
    }

    private Task<ProcessResult> RunInCiAsync(params string[] arguments) => TestProcess.RunDotnetAsync(
        TestPaths.Host, ["--cluster=sandbox", .. arguments], _rehearsal.Folder, new Dictionary<string, string?> { ["CI"] = "true", ["CI_JOB_URL"] = "https://ci.example/jobs/7" });

    // An install that another machine is in the middle of.
    private async Task<ServedSandbox> LockedAsync()
    {
        var sandbox = await ServedSandbox.StartAsync(_rehearsal.Folder);
        await sandbox.SendAsync(HttpMethod.Post, "/api/v1/namespaces", """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "istio-system"}}""");
        await LockAsync(sandbox);
        return sandbox;
    }

    private static async Task LockAsync(ServedSandbox sandbox)
    {
        var now = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        var (response, _) = await sandbox.SendAsync(HttpMethod.Post, Leases, $$"""
            {
              "apiVersion": "coordination.k8s.io/v1",
              "kind": "Lease",
              "metadata": {"name": "cake-istio", "annotations": {"cake-istio/process": "elsewhere 1 1"} },
              "spec": {"holderIdentity": "bob@elsewhere", "leaseDurationSeconds": 3600, "acquireTime": "{{now}}", "renewTime": "{{now}}" }
            }
            """);
        response.EnsureSuccessStatusCode();
    }
}
