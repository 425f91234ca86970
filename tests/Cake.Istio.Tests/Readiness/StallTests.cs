using Cake.Istio.Errors;
using Cake.Istio.Readiness;

namespace Cake.Istio.Tests.Readiness;

public sealed class StallTests
{
    private static readonly TimeSpan NearlyTheStallTimeout = ReadinessOptions.DefaultStallTimeout - TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_wait_without_progress_ends_after_the_stall_timeout()
    {
        await using var fixture = await PendingAsync("{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 0/3 nodes}]}");

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);
        await fixture.ToldAsync(one => one is ObjectStuck);
        await fixture.AdvanceAsync(NearlyTheStallTimeout, wait);
        Assert.False(wait.IsCompleted);
        await fixture.AdvanceAsync(TimeSpan.FromSeconds(11), wait);

        // The clock stands still from here on, however slow the machine is.
        var outcome = await wait;
        Assert.Equal(WaitEnd.Stalled, outcome.End);
        Assert.InRange(outcome.Elapsed, ReadinessOptions.DefaultStallTimeout, ReadinessOptions.DefaultStallTimeout + TimeSpan.FromSeconds(5));
        var error = Assert.Throws<MeshException>(outcome.ThrowIfNotReady);
        Assert.Equal(ErrorCode.ReadinessStalled, error.Code);
        Assert.Contains("no node has the room", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_being_added_is_progress()
    {
        await using var fixture = await PendingAsync("{phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 0/3 nodes}]}");

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);
        await fixture.WatchedAsync("events");
        for (var round = 0; round < 3; round++)
        {
            await fixture.AdvanceAsync(NearlyTheStallTimeout, wait);
            fixture.Api.Put(TrackerFixture.Event("e", "Normal", "TriggeredScaleUp", "pod triggered scale-up"));
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        Assert.False(wait.IsCompleted);
        fixture.Api.Put(TrackerFixture.App(ready: true));
        Assert.Equal(WaitEnd.Ready, (await wait).End);
    }

    [Fact]
    public async Task A_container_that_crashes_again_and_again_is_no_progress()
    {
        await using var fixture = await PendingAsync(TrackerFixture.Waiting("CrashLoopBackOff"));

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);
        await fixture.ToldAsync(one => one is ObjectStuck);
        for (var round = 0; round < 40 && !wait.IsCompleted; round++)
        {
            fixture.Api.Put(TrackerFixture.Pod($"{{phase: Running, containerStatuses: [{{name: main, restartCount: {round}, state: {{running: {{}}}}}}]}}"));
            fixture.Api.Put(TrackerFixture.Pod(TrackerFixture.Waiting("CrashLoopBackOff")));
            await fixture.AdvanceAsync(TimeSpan.FromSeconds(10), wait);
        }

        var outcome = await wait;
        Assert.Equal(WaitEnd.Stalled, outcome.End);
        Assert.InRange(outcome.Elapsed, ReadinessOptions.DefaultStallTimeout, ReadinessOptions.DefaultStallTimeout + TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task An_image_that_is_being_pulled_is_progress_until_the_runs_time_is_over()
    {
        await using var fixture = await PendingAsync("{phase: Pending, containerStatuses: [{name: main, state: {waiting: {reason: ContainerCreating}}}]}");
        fixture.Api.Put(TrackerFixture.Event("e", "Normal", "Pulling", "Pulling image"));

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);
        await fixture.WatchedAsync("events");
        await fixture.WatchedAsync("pods");
        await fixture.AdvanceAsync(TimeSpan.FromMinutes(9), wait);
        Assert.False(wait.IsCompleted);
        await fixture.AdvanceAsync(TimeSpan.FromMinutes(1), wait);

        var outcome = await wait;
        Assert.Equal(WaitEnd.OutOfTime, outcome.End);
        Assert.True(outcome.Elapsed < TimeSpan.FromMinutes(10));
        Assert.Equal(ErrorCode.NotReadyInTime, Assert.Throws<MeshException>(outcome.ThrowIfNotReady).Code);
    }

    private static async Task<TrackerFixture> PendingAsync(string pod)
    {
        var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Put(TrackerFixture.App(ready: false));
        fixture.Api.Put(TrackerFixture.ReplicaSet());
        fixture.Api.Put(TrackerFixture.Pod(pod));
        return fixture;
    }
}
