using System.Text.Json.Nodes;
using Cake.Istio.EndToEnd.Tests.Processes;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>The targets around an install, as somebody types them: Plan, Status, Rollback, Uninstall.</summary>
public sealed class OperationsTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public async Task A_mesh_is_planned_installed_changed_looked_at_rolled_back_and_removed()
    {
        var plan = await SucceedAsync("--target=Plan");
        Assert.Contains("Plan: 122 created.", plan.Lines);
        Assert.Equal(0, _rehearsal.Persisted);
        var digest = (string)JsonNode.Parse(File.ReadAllText(Path.Combine(_rehearsal.Folder, "artifacts", "mesh", "plan.json")))!["digest"]!;
        Assert.Contains($"Digest: {digest}", plan.Lines);

        Assert.Contains("Nothing is installed in namespace istio-system, as far as this installer's record goes.", (await SucceedAsync("--target=Status")).Lines);
        await SucceedAsync("--target=Verify", $"--plan={digest[..12]}");
        await SucceedAsync("--target=InstallMesh", "--mode=strict");
        var status = await SucceedAsync("--target=Status");
        Assert.Equal(0, _rehearsal.Persisted);
        Assert.Contains("2 revisions", status.Lines);
        Assert.Contains(status.Lines, line => line.StartsWith("2*  ", StringComparison.Ordinal) && line.Contains("   strict   ", StringComparison.Ordinal));
        Assert.Contains("No drift: everything is as revision 2 installed it.", status.Lines);

        await SucceedAsync("--target=Rollback");
        Assert.Contains("Plan: 122 unchanged.", (await SucceedAsync("--target=Plan")).Lines);
        Assert.Contains("28 custom resource definitions stay; --purge removes them", (await SucceedAsync("--target=Uninstall")).Lines);
        var leftovers = await SucceedAsync("--target=Plan");
        Assert.Contains("Plan: 94 created, 28 unchanged.", leftovers.Lines);
    }

    [Fact]
    public async Task The_targets_also_run_alone()
    {
        await SucceedAsync("--target=InstallMesh", "--exclusive");
        await SucceedAsync("--target=InstallMesh", "--exclusive", "--mode=strict");
        await SucceedAsync("--target=Rollback", "--exclusive");
        await SucceedAsync("--target=Status", "--exclusive");
        await SucceedAsync("--target=Uninstall", "--exclusive", "--purge");
        Assert.Contains("Plan: 122 created.", (await SucceedAsync("--target=Plan", "--exclusive")).Lines);
    }

    [Fact]
    public async Task Pending_changes_and_drift_have_an_exit_code_of_their_own_on_request()
    {
        Assert.Equal(2, (await _rehearsal.RunAsync("--target=Plan", "--plan-exit-code")).ExitCode);
        await SucceedAsync("--target=InstallMesh");
        await SucceedAsync("--target=Plan", "--plan-exit-code");
        await SucceedAsync("--target=Status", "--plan-exit-code");
        var refused = await _rehearsal.RunAsync("--target=Plan", "--plan-exit-code", "--mode=none");
        Assert.Equal(1, refused.ExitCode);
    }

    [Theory]
    [InlineData("Status", "--purge", "MESH1002: --purge has no effect on Status")]
    [InlineData("Verify", "--to-revision=1", "MESH1002: --to-revision has no effect on Verify")]
    [InlineData("Rollback", "--istio-version=1.2.2", "MESH1002: --istio-version has no effect on Rollback")]
    [InlineData("Plan", "--break-lock=why", "MESH1002: --break-lock has no effect on Plan")]
    [InlineData("Plan", "--plan=0123456789ab", "MESH1002: --plan has no effect on Plan")]
    [InlineData("Uninstall", "--adopt=maybe", "MESH1001: --adopt=maybe is not usable")]
    [InlineData("InstallMesh", "--plan=0123456789ab", "MESH2212: The plan is ")]
    [InlineData("InstallMesh", "--plan=short", "MESH1001: --plan=short is not usable")]
    [InlineData("Rollback", "--to-revision=two", "MESH1001: --to-revision=two is not usable")]
    [InlineData("Rollback", "--to-revision=2", "MESH2209: No install is recorded in namespace istio-system")]
    [InlineData("Uninstall", "--namespace=other", "MESH2209: No install is recorded in namespace other")]
    public async Task What_cannot_be_is_refused_in_one_message_and_nothing_is_written(string target, string argument, string message)
    {
        var result = await _rehearsal.RunAsync($"--target={target}", argument);

        Assert.True(result.ExitCode == 1, result.Output + result.Error);
        Assert.Contains($"Error: {message}", result.Error, StringComparison.Ordinal);
        Assert.Contains("  Next: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Output + result.Error, StringComparison.Ordinal);
        Assert.Equal(0, _rehearsal.Persisted);
    }

    [Fact]
    public async Task An_option_of_the_environment_may_be_meant_for_other_runs()
    {
        var result = await TestProcess.RunDotnetAsync(
            TestPaths.Host, ["--target=Status", "--cluster=sandbox"], _rehearsal.Folder, new Dictionary<string, string?> { ["CAKE_MESH_PURGE"] = "true", ["CAKE_MESH_MODE"] = "strict" });
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    private async Task<ProcessResult> SucceedAsync(params string[] arguments)
    {
        var result = await _rehearsal.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.Output}{result.Error}");
        Assert.Equal("", result.Error);
        return result;
    }
}
