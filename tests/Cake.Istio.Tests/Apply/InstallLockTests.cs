using System.Text.Json.Nodes;
using Cake.Istio.Apply.Locking;
using Cake.Istio.Errors;

namespace Cake.Istio.Tests.Apply;

public sealed class InstallLockTests
{
    private const string Namespace = "istio-system";

    private static readonly LockOptions Ours = new() { Namespace = Namespace, Holder = "ann@laptop", Timeout = TimeSpan.Zero, Process = "m1 1 1" };

    private static readonly LockOptions Theirs = Ours with { Holder = "https://ci.example/runs/7", Process = "m2 1 1" };

    [Fact]
    public async Task One_install_at_a_time_holds_the_lock_and_the_other_is_told_who_does()
    {
        await using var fixture = await StartAsync();
        await using (await AcquireAsync(fixture, Theirs))
        {
            var refused = await Assert.ThrowsAsync<MeshException>(() => AcquireAsync(fixture, Ours));
            Assert.Equal(ErrorCode.LockHeld, refused.Code);
            Assert.Contains("https://ci.example/runs/7 since 20", refused.Text, StringComparison.Ordinal);
            Assert.Contains("--break-lock", refused.Hint, StringComparison.Ordinal);
        }

        await using var free = await AcquireAsync(fixture, Ours);
        Assert.Equal(("ann@laptop", 1), ((string?)(await LeaseAsync(fixture))["spec"]!["holderIdentity"], (int)(await LeaseAsync(fixture))["spec"]!["leaseTransitions"]!));
    }

    [Fact]
    public async Task Whoever_waits_gets_the_lock_when_it_is_given_back_and_says_once_for_whom_it_waits()
    {
        await using var fixture = await StartAsync();
        var said = new List<string>();
        var held = await AcquireAsync(fixture, Theirs);
        var waiting = new InstallLock(fixture.Connection, Ours with { Timeout = TimeSpan.FromSeconds(30) }, fixture.Deadline, said.Add).AcquireAsync(fixture.Cancel);
        while (said.Count == 0)
            await Task.Delay(5, fixture.Cancel);
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();
        await using var taken = await waiting;
        Assert.StartsWith("Waiting for another install: https://ci.example/runs/7 since ", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_lock_is_taken_over_but_not_one_that_clocks_may_disagree_about()
    {
        await using var fixture = await StartAsync();
        var now = DateTimeOffset.UtcNow;
        await WriteAsync(fixture, LockLease.Taken(Theirs, now - TimeSpan.FromSeconds(20), null));
        await Assert.ThrowsAsync<MeshException>(() => AcquireAsync(fixture, Ours));
        var lease = await LeaseAsync(fixture);
        lease["spec"]!["renewTime"] = LockLease.Taken(Theirs, now - TimeSpan.FromSeconds(60), null)["spec"]!["renewTime"]!.DeepClone();
        await fixture.Connection.UpdateAsync(await fixture.FindAsync("coordination.k8s.io/v1", "Lease"), lease, null, fixture.Cancel);
        await using var taken = await AcquireAsync(fixture, Ours);
    }

    [Fact]
    public async Task The_lock_of_a_process_of_this_machine_that_no_longer_runs_is_taken_at_once()
    {
        await using var fixture = await StartAsync();
        var machine = ProcessIdentity.Current.Split(' ')[0];
        await WriteAsync(fixture, LockLease.Taken(Theirs with { Process = $"{machine} {int.MaxValue} 1" }, DateTimeOffset.UtcNow, null));
        await using var taken = await AcquireAsync(fixture, Ours);
        Assert.False(ProcessIdentity.IsGone(ProcessIdentity.Current));
        Assert.False(ProcessIdentity.IsGone("elsewhere 1 1"));
        Assert.False(ProcessIdentity.IsGone(null));
        Assert.True(ProcessIdentity.IsGone($"{machine} {Environment.ProcessId} 1"));
    }

    [Fact]
    public async Task Two_runs_of_one_process_do_not_hold_it_both()
    {
        await using var fixture = await StartAsync();
        LockOptions Run() => new() { Namespace = Namespace, Holder = "ann@laptop", Timeout = TimeSpan.Zero };
        await using (await AcquireAsync(fixture, Run()))
            Assert.Equal(ErrorCode.LockHeld, (await Assert.ThrowsAsync<MeshException>(() => AcquireAsync(fixture, Run()))).Code);
        await using var free = await AcquireAsync(fixture, Run());
        Assert.False(ProcessIdentity.IsGone(ProcessIdentity.NewRun()));
        Assert.True(ProcessIdentity.IsGone(InstallRun.Gone));
    }

    [Fact]
    public async Task A_lock_can_be_broken_with_a_reason_that_is_recorded_and_its_holder_notices()
    {
        await using var fixture = await StartAsync();
        await using var theirs = await AcquireAsync(fixture, Theirs with { Duration = TimeSpan.FromMilliseconds(300) });
        await using var ours = await AcquireAsync(fixture, Ours with { BreakReason = "the runner is gone" });
        Assert.EndsWith("ann@laptop took it from https://ci.example/runs/7: the runner is gone", (string?)(await LeaseAsync(fixture))["metadata"]!["annotations"]!["cake-istio/broken"], StringComparison.Ordinal);
        await Task.Delay(Timeout.Infinite, theirs.Lost).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(10), fixture.Cancel);
        Assert.True(theirs.Lost.IsCancellationRequested);
        Assert.False(ours.Lost.IsCancellationRequested);
        Assert.Equal(ErrorCode.LockLost, theirs.LostError(new OperationCanceledException()).Code);
    }

    [Fact]
    public async Task A_held_lock_is_renewed()
    {
        await using var fixture = await StartAsync();
        await using var held = await AcquireAsync(fixture, Ours with { Duration = TimeSpan.FromSeconds(3) });
        var first = (string?)(await LeaseAsync(fixture))["spec"]!["renewTime"];
        while ((string?)(await LeaseAsync(fixture))["spec"]!["renewTime"] == first)
            await Task.Delay(5, fixture.Cancel);
        Assert.False(held.Lost.IsCancellationRequested);
    }

    [Theory]
    [InlineData("", "ann@laptop")]
    [InlineData("GITHUB_RUN_ID=9 GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=a/b", "https://github.com/a/b/actions/runs/9")]
    [InlineData("CI_JOB_URL=https://gitlab.example/j/1", "https://gitlab.example/j/1")]
    [InlineData("BUILD_BUILDID=5 SYSTEM_TEAMFOUNDATIONCOLLECTIONURI=https://dev.azure.com/o/ SYSTEM_TEAMPROJECT=p", "https://dev.azure.com/o/p/_build/results?buildId=5")]
    [InlineData("BUILD_URL=https://jenkins.example/job/1/", "https://jenkins.example/job/1/")]
    public void The_holder_is_the_CI_run_or_the_user(string environment, string expected)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(expected, HolderIdentity.Of(variables.GetValueOrDefault, "ann", "laptop"));
    }

    private static async Task<SandboxFixture> StartAsync()
    {
        var fixture = await SandboxFixture.StartAsync();
        await fixture.CreateNamespaceAsync(Namespace);
        return fixture;
    }

    private static Task<HeldLock> AcquireAsync(SandboxFixture fixture, LockOptions options) =>
        new InstallLock(fixture.Connection, options, fixture.Deadline, _ => { }).AcquireAsync(fixture.Cancel);

    private static async Task<JsonObject> LeaseAsync(SandboxFixture fixture) =>
        (await fixture.GetAsync("coordination.k8s.io/v1", "Lease", Namespace, LockLease.Name))!;

    private static async Task WriteAsync(SandboxFixture fixture, JsonObject lease) =>
        await fixture.Connection.CreateAsync(await fixture.FindAsync("coordination.k8s.io/v1", "Lease"), Namespace, lease, null, fixture.Cancel);
}
