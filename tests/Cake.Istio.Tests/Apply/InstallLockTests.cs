using System.Text.Json.Nodes;
using Cake.Istio.Apply.Locking;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Microsoft.Extensions.Time.Testing;

namespace Cake.Istio.Tests.Apply;

public sealed class InstallLockTests
{
    private const string Namespace = "istio-system";

    private static readonly LockOptions Ours = new() { Namespace = Namespace, Holder = "ann@laptop", Timeout = TimeSpan.Zero, Process = "m1 1 1" };

    private static readonly LockOptions Theirs = Ours with { Holder = "https://ci.example/runs/7", Process = "m2 1 1" };

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

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

    [Theory]
    [InlineData(-3600)]
    [InlineData(0)]
    [InlineData(3600)]
    public async Task A_lock_that_nobody_renews_is_taken_after_its_duration_whatever_its_holders_clock_said(int clock)
    {
        await using var fixture = await StartAsync();
        var lease = LockLease.Taken(Theirs, _time.GetUtcNow() + TimeSpan.FromSeconds(clock), null);
        await WriteAsync(fixture, lease);
        var said = new List<string>();
        using var deadline = Deadline();
        var waiting = new InstallLock(fixture.Connection, Ours with { Timeout = TimeSpan.FromMinutes(5) }, deadline, said.Add).AcquireAsync(fixture.Cancel);
        while (said.Count == 0)
            await Task.Delay(5, fixture.Cancel);
        Assert.Equal(clock < 0, said[0].EndsWith("does not seem to run any more: it is taken after 30 s without a sign of life.", StringComparison.Ordinal));
        Assert.StartsWith("the install lock, which https://ci.example/runs/7 since ", Assert.Single(deadline.Waits), StringComparison.Ordinal);

        await AdvanceAsync(TimeSpan.FromSeconds(29), waiting);
        Assert.False(waiting.IsCompleted);
        await AdvanceAsync(TimeSpan.FromSeconds(3), waiting);
        await using var taken = await waiting;
        Assert.Empty(deadline.Waits);
    }

    [Theory]
    [InlineData("m2 1 1")]
    [InlineData("THIS 2147483647 1 1")]
    public async Task A_lock_that_is_renewed_is_never_taken_however_slow_its_holders_clock_is(string process)
    {
        await using var fixture = await StartAsync();
        // The second is what a run has on a machine that was restored from the same snapshot.
        var theirs = Theirs with { Process = process.Replace("THIS", ProcessIdentity.Current.Split(' ')[0], StringComparison.Ordinal) };
        await WriteAsync(fixture, LockLease.Taken(theirs, _time.GetUtcNow() - TimeSpan.FromMinutes(1), null));
        using var deadline = Deadline();
        var waiting = new InstallLock(fixture.Connection, Ours with { Timeout = TimeSpan.FromMinutes(2) }, deadline, _ => { }).AcquireAsync(fixture.Cancel);
        for (var renewals = 0; renewals < 11; renewals++)
        {
            await AdvanceAsync(TimeSpan.FromSeconds(10), waiting);
            Assert.False(waiting.IsCompleted);
            await RenewAsync(fixture, _time.GetUtcNow() - TimeSpan.FromMinutes(1));
        }

        await AdvanceAsync(TimeSpan.FromSeconds(25), waiting);
        Assert.Equal(ErrorCode.LockHeld, (await Assert.ThrowsAsync<MeshException>(() => waiting)).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_does_not_wait_for_others_finds_out_all_the_same_whether_a_holder_lives(bool lives)
    {
        await using var fixture = await StartAsync();
        await WriteAsync(fixture, LockLease.Taken(Theirs, _time.GetUtcNow() - TimeSpan.FromMinutes(1), null));
        using var deadline = Deadline();
        var waiting = new InstallLock(fixture.Connection, Ours, deadline, _ => { }).AcquireAsync(fixture.Cancel);
        await AdvanceAsync(TimeSpan.FromSeconds(10), waiting);
        Assert.False(waiting.IsCompleted);
        if (lives)
            await RenewAsync(fixture, _time.GetUtcNow() - TimeSpan.FromMinutes(1));
        await AdvanceAsync(TimeSpan.FromSeconds(lives ? 3 : 23), waiting);
        if (lives)
            Assert.Equal(ErrorCode.LockHeld, (await Assert.ThrowsAsync<MeshException>(() => waiting)).Code);
        else
            await (await waiting).DisposeAsync();
    }

    [Fact]
    public async Task The_lock_of_a_run_of_this_machine_that_has_ended_is_taken_at_once()
    {
        await using var fixture = await StartAsync();
        var gone = InstallRun.Gone;
        await WriteAsync(fixture, LockLease.Taken(Theirs with { Process = gone }, DateTimeOffset.UtcNow, null));
        new RunMarker(gone).Dispose();
        await using var taken = await AcquireAsync(fixture, Ours);
        Assert.False(RunMarker.IsLeft(gone));
    }

    [Fact]
    public void A_run_has_ended_where_its_process_runs_no_longer_and_it_left_its_marker()
    {
        var (machine, gone) = (ProcessIdentity.Current.Split(' ')[0], InstallRun.Gone);
        Assert.False(ProcessIdentity.IsGone(gone));
        using (new RunMarker(gone))
            Assert.False(ProcessIdentity.IsGone(gone));
        Assert.True(ProcessIdentity.IsGone(gone));
        RunMarker.Delete(gone);
        foreach (var (identity, isGone) in new[] { ($"{machine} {Environment.ProcessId} 1 {Guid.NewGuid()}", true), (ProcessIdentity.NewRun(), false), ("elsewhere 1 1", false) })
        {
            new RunMarker(identity).Dispose();
            Assert.Equal(isGone, ProcessIdentity.IsGone(identity));
            RunMarker.Delete(identity);
        }

        Assert.False(ProcessIdentity.IsGone(null));
    }

    [Fact]
    public async Task A_lock_that_is_given_back_leaves_no_marker_and_one_that_cannot_be_leaves_it()
    {
        await using var fixture = await StartAsync();
        await (await AcquireAsync(fixture, Ours)).DisposeAsync();
        Assert.False(RunMarker.IsLeft(Ours.Process));
        var theirs = Theirs with { Process = InstallRun.Gone };
        using var connection = await fixture.ConnectAsync();
        await using (await new InstallLock(connection, theirs, fixture.Deadline, _ => { }).AcquireAsync(fixture.Cancel))
            await fixture.Sandbox.DisposeAsync();
        Assert.True(ProcessIdentity.IsGone(theirs.Process));
        RunMarker.Delete(theirs.Process);
    }

    [Fact]
    public async Task Two_runs_of_one_process_do_not_hold_it_both()
    {
        await using var fixture = await StartAsync();
        LockOptions Run() => new() { Namespace = Namespace, Holder = "ann@laptop", Timeout = TimeSpan.Zero };
        await using (await AcquireAsync(fixture, Run()))
            Assert.Equal(ErrorCode.LockHeld, (await Assert.ThrowsAsync<MeshException>(() => AcquireAsync(fixture, Run()))).Code);
        await using var free = await AcquireAsync(fixture, Run());
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
        await using var held = await AcquireAsync(fixture, Ours with { Duration = TimeSpan.FromSeconds(6) });
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

    private RunDeadline Deadline() => new(TimeSpan.FromMinutes(10), _time, TestContext.Current.CancellationToken);

    // In steps, with a little real time for the requests after each.
    private async Task AdvanceAsync(TimeSpan time, Task until)
    {
        for (var passed = TimeSpan.Zero; passed < time && !until.IsCompleted; passed += TimeSpan.FromMilliseconds(250))
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(until, Task.Delay(10, TestContext.Current.CancellationToken));
        }
    }

    private static async Task RenewAsync(SandboxFixture fixture, DateTimeOffset now) =>
        await fixture.Connection.UpdateAsync(await fixture.FindAsync("coordination.k8s.io/v1", "Lease"), new LockLease(await LeaseAsync(fixture)).Renewed(now), null, fixture.Cancel);

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
