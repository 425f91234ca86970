using Cake.Istio.EndToEnd.Tests.Processes;
using Cake.Istio.Sandbox;

namespace Cake.Istio.EndToEnd.Tests.Hosts;

/// <summary>A host that is not ours, on the same tasks; it also shows that the engine behaves as Cake's documentation says.</summary>
public sealed class ForeignHostTests
{
    [Fact]
    public async Task A_task_joins_the_graph_of_the_added_assembly_with_a_derived_context()
    {
        var result = await RunAsync("--target=Help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("setup: Greet Help", result.Lines);
        Assert.Contains("hello from a foreign host", result.Lines);
        Assert.Contains(result.Lines, line => line.StartsWith("mode ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_installs_the_sample_release()
    {
        using var folder = new TemporaryFolder();
        await using var sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);

        var result = await TestProcess.RunDotnetAsync(
            TestPaths.ForeignHost,
            ["--target=Verify", $"--kubeconfig={sandbox.Kubeconfig}", $"--archive={Path.Combine(TestPaths.Repository, "manifests", "sample")}"],
            folder.Path);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("setup: Download Preflight InstallCrds InstallMesh PatchGateway Verify", result.Lines);
    }

    [Fact]
    public async Task Pending_changes_fail_it_where_it_has_no_exit_code_for_them()
    {
        using var folder = new TemporaryFolder();
        await using var sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);

        var result = await TestProcess.RunDotnetAsync(
            TestPaths.ForeignHost,
            ["--target=Plan", "--plan-exit-code", $"--kubeconfig={sandbox.Kubeconfig}", $"--archive={Path.Combine(TestPaths.Repository, "manifests", "sample")}"],
            folder.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("MESH2214: Changes are pending.", result.Error, StringComparison.Ordinal);
        Assert.Contains("PendingChanges", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("greet")]
    [InlineData("GREET")]
    public async Task A_target_is_found_in_any_case(string target)
    {
        var result = await RunAsync($"--target={target}");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("hello from a foreign host", result.Lines);
    }

    [Fact]
    public async Task Several_targets_run_each_task_once()
    {
        var result = await RunAsync("-t", "Greet", "--target", "Help");

        Assert.Equal(0, result.ExitCode);
        Assert.Single(result.Lines, "hello from a foreign host");
        Assert.Contains("setup: Greet Help", result.Lines);
    }

    [Theory]
    [InlineData("NoSuchTask")]
    [InlineData("HiddenTask")]
    [InlineData("StrangerTask")]
    public async Task A_target_that_is_unknown_or_not_public_or_without_its_context_is_an_error(string target)
    {
        var result = await RunAsync($"--target={target}");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"The target '{target}' was not found.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Lines, line => line.StartsWith("setup", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exclusive_leaves_the_dependencies_out()
    {
        var result = await RunAsync("--target=AfterTask", "--exclusive");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("after", result.Lines);
        Assert.DoesNotContain("hello from a foreign host", result.Lines);
    }

    [Fact]
    public async Task A_task_that_may_fail_and_one_that_is_skipped_do_not_stop_the_run()
    {
        var result = await RunAsync("--target=AfterTask", "--verbosity=normal");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("setup: FailAndContinueTask SkipTask Greet AfterTask", result.Lines);
        Assert.Contains("after", result.Lines);
        Assert.Contains("teardown: True", result.Lines);
        Assert.DoesNotContain("never", result.Lines);
        Assert.Matches(@"SkipTask\s+-\s+Skipped\s+skipping is what", result.Output);
    }

    [Theory]
    [InlineData("FailTask", "it broke")]
    [InlineData("FailWithCodeTask", "it broke with 42")]
    [InlineData("FailManyTask", "(one broke) (two broke)")]
    public async Task A_failed_task_ends_in_1_with_its_message_and_no_stack_trace(string target, string message)
    {
        var result = await RunAsync($"--target={target}");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"An error occurred when executing task '{target}'.", result.Error, StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Contains("teardown: False", result.Lines);
    }

    [Fact]
    public async Task What_follows_a_task_also_follows_its_failure()
    {
        var result = await RunAsync("--target=FailTask");

        Assert.Contains("finally after Fail", result.Lines);
    }

    [Fact]
    public async Task A_handled_failure_is_no_failure()
    {
        var result = await RunAsync("--target=FailAndHandleTask");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("handled: it broke", result.Lines);
    }

    [Fact]
    public async Task A_requested_target_that_is_skipped_is_an_error()
    {
        var result = await RunAsync("--target=SkipTask");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Could not reach target 'SkipTask' since it was skipped due to a criteria: skipping is what it does.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_setup_fails_the_run_and_is_torn_down()
    {
        var result = await RunAsync("--target=Greet", "--break-setup");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("setup is broken", result.Error, StringComparison.Ordinal);
        Assert.Contains("teardown: False", result.Lines);
        Assert.DoesNotContain("hello from a foreign host", result.Lines);
    }

    [Fact]
    public async Task A_broken_teardown_fails_a_run_that_went_well()
    {
        var result = await RunAsync("--target=Greet", "--break-teardown");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("teardown is broken", result.Error, StringComparison.Ordinal);
    }

    private static Task<ProcessResult> RunAsync(params string[] arguments) => TestProcess.RunDotnetAsync(TestPaths.ForeignHost, arguments);
}
