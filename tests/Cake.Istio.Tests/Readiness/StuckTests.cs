using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Readiness;

namespace Cake.Istio.Tests.Readiness;

public sealed class StuckTests
{
    private const string Missing = "failed to resolve reference: r.io/app:1: not found";

    [Fact]
    public async Task An_image_that_does_not_exist_is_told_and_ends_the_wait_at_once()
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Put(TrackerFixture.App(ready: false));
        fixture.Api.Put(TrackerFixture.ReplicaSet());
        fixture.Api.Put(TrackerFixture.Event("e1", "Warning", "Failed", $"Failed to pull image \"r.io/app:1\": {Missing}"));

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);
        await fixture.WatchedAsync("pods");
        await fixture.WatchedAsync("replicasets");
        await fixture.WatchedAsync("events");
        fixture.Api.Put(TrackerFixture.Pod(TrackerFixture.Waiting("ImagePullBackOff", "Back-off pulling image")));
        var outcome = await wait;

        Assert.Equal(WaitEnd.CannotHeal, outcome.End);
        var told = Assert.Single(fixture.Stuck);
        Assert.Equal(("app-1-x", "main", "r.io/app:1", false), (told.Pod, told.Container, told.Image, told.CanHeal));
        var error = Assert.Throws<MeshException>(outcome.ThrowIfNotReady);
        Assert.Equal(ErrorCode.CannotBecomeReady, error.Code);
        Assert.Equal(
            $"""
            1 of 1 objects can no longer become ready.
            Deployment ns/app: 0 of 1 replicas are available
              pod app-1-x, container main, image r.io/app:1
              ImagePullBackOff: Failed to pull image "r.io/app:1": failed to resolve reference: r.io/app:1: not found
              likely cause: the image does not exist in its registry, or not for the nodes' platform
              events:
                Warning Failed pod/app-1-x: Failed to pull image "r.io/app:1": failed to resolve reference: r.io/app:1: not found
              next: {fixture.Kubectl} -n ns describe pod app-1-x
            """.ReplaceLineEndings(),
            error.Text);
        Assert.True(outcome.Elapsed < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_crashing_container_is_told_once_with_its_logs_and_may_still_become_ready()
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Put(TrackerFixture.App(ready: false));
        fixture.Api.Put(TrackerFixture.ReplicaSet());
        fixture.Api.Put(TrackerFixture.Pod(TrackerFixture.Waiting("CrashLoopBackOff")));
        fixture.Api.Logs["app-1-x"] = "starting\n";
        fixture.Api.Logs["app-1-x-previous"] = "starting\npanic: no config\n";

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);
        await fixture.ToldAsync(one => one is ObjectStuck);
        fixture.Api.Put(TrackerFixture.Pod("{phase: Running, containerStatuses: [{name: main, restartCount: 1, state: {running: {}}}]}"));
        fixture.Api.Put(TrackerFixture.Pod(TrackerFixture.Waiting("CrashLoopBackOff")));
        fixture.Api.Put(TrackerFixture.App(ready: true));

        Assert.Equal(WaitEnd.Ready, (await wait).End);
        var told = Assert.Single(fixture.Stuck);
        Assert.Equal(["starting"], told.Log);
        Assert.Equal(["starting", "panic: no config"], told.PreviousLog);
        Assert.Equal($"{fixture.Kubectl} -n ns logs app-1-x -c main --previous", told.NextCommand);
    }

    [Fact]
    public async Task What_older_pods_suffer_from_says_nothing_about_the_new_ones()
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Put(TrackerFixture.App(ready: false));
        fixture.Api.Put(TrackerFixture.ReplicaSet());
        fixture.Api.Put(TrackerFixture.ReplicaSet("0"));
        fixture.Api.Put(TrackerFixture.Pod(TrackerFixture.Waiting("InvalidImageName"), owner: "rs-0", name: "app-0-y"));

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);
        await fixture.WatchedAsync("pods");
        await fixture.WatchedAsync("replicasets");
        fixture.Api.Put(TrackerFixture.App(ready: true));

        Assert.Equal(WaitEnd.Ready, (await wait).End);
        Assert.Empty(fixture.Stuck);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task A_daemon_sets_pods_are_heard_once_they_are_of_its_newest_revision(int updated, bool heard)
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Put(Live.Read(
            "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: d, namespace: ns, uid: d-uid, generation: 1}, "
            + $"status: {{observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: {updated}}}}}"));
        fixture.Api.Put(TrackerFixture.Pod(TrackerFixture.Waiting("InvalidImageName"), owner: "d-uid", name: "d-1"));

        var wait = fixture.WaitAsync(new ObjectRef("apps/v1", "DaemonSet", "ns", "d"));
        await fixture.AdvanceAsync(ReadinessOptions.DefaultStallTimeout * 2, wait);

        Assert.Equal(heard ? WaitEnd.CannotHeal : WaitEnd.Stalled, (await wait).End);
        Assert.Equal(heard, fixture.Stuck.Any());
    }

    [Theory]
    [InlineData("exceeded quota: mesh, requested: pods=1", "a ResourceQuota of the namespace is used up", "describe resourcequota")]
    [InlineData("failed calling webhook x", "a webhook that must admit pods does not answer", "describe deployment app")]
    public async Task Pods_that_may_not_be_created_are_told(string message, string cause, string command)
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Put(TrackerFixture.App(ready: false));
        fixture.Api.Put(TrackerFixture.ReplicaSet(status: $"{{conditions: [{{type: ReplicaFailure, status: 'True', reason: FailedCreate, message: '{message}'}}]}}"));

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);
        await fixture.ToldAsync(one => one is ObjectStuck);
        fixture.Api.Put(TrackerFixture.App(ready: true));
        await wait;

        var told = Assert.Single(fixture.Stuck);
        Assert.Equal(("FailedCreate", message, cause, $"{fixture.Kubectl} -n ns {command}"), (told.Reason, told.Message, told.LikelyCause, told.NextCommand));
    }

    [Fact]
    public async Task A_failed_job_ends_the_wait_with_its_pods_log()
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Put(Live.Read(
            "{apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: ns, uid: j-uid}, status: {conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded}]}}"));
        fixture.Api.Put(TrackerFixture.Pod("{phase: Failed, containerStatuses: [{name: main, state: {terminated: {exitCode: 1}}}]}", owner: "j-uid", name: "j-1"));
        fixture.Api.Logs["j-1"] = "cannot reach the API\n";

        var outcome = await fixture.WaitAsync(new ObjectRef("batch/v1", "Job", "ns", "j"));

        Assert.Equal(WaitEnd.CannotHeal, outcome.End);
        Assert.Equal("failed: BackoffLimitExceeded", outcome.Stuck.Single().Condition);
        Assert.Equal(["cannot reach the API"], outcome.Stuck.Single().Log);
    }

    [Fact]
    public async Task What_was_not_looked_at_yet_when_a_wait_ends_is_looked_at_before_it_is_called_stuck()
    {
        await using var fixture = await TrackerFixture.StartAsync();
        var job = new ObjectRef("batch/v1", "Job", "ns", "j");
        fixture.Api.Put(Live.Read("{apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: ns, uid: j-uid}, status: {conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded}]}}"));
        fixture.Api.Put(TrackerFixture.App(ready: true));
        // The list is asked for again after a tenth of a second of the test's clock.
        fixture.Api.Refusals["/apis/apps/v1/namespaces/ns/deployments"] = new([404]);

        var wait = fixture.WaitAsync(job, TrackerFixture.Deployment);
        await fixture.ToldAsync(one => one.Subject == job);
        while (!wait.IsCompleted)
        {
            fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.WhenAny(wait, Task.Delay(5, TestContext.Current.CancellationToken));
        }

        var outcome = await wait;
        Assert.Equal((WaitEnd.CannotHeal, job), (outcome.End, outcome.Stuck.Single().Subject));
        Assert.Equal([ReadinessStatus.Failed, ReadinessStatus.Current], outcome.Objects.Select(one => one.Result.Status));
    }

    [Fact]
    public async Task A_log_that_is_the_same_before_and_after_is_shown_once()
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Put(TrackerFixture.App(ready: false));
        fixture.Api.Put(TrackerFixture.ReplicaSet());
        fixture.Api.Put(TrackerFixture.Pod(TrackerFixture.Waiting("CrashLoopBackOff")));
        fixture.Api.Logs["app-1-x"] = "panic: no config\n";
        fixture.Api.Logs["app-1-x-previous"] = "panic: no config\n";

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);
        await fixture.ToldAsync(one => one is ObjectStuck);
        fixture.Api.Put(TrackerFixture.App(ready: true));
        await wait;

        Assert.Equal(["panic: no config"], Assert.Single(fixture.Stuck).Log);
        Assert.Empty(fixture.Stuck.Single().PreviousLog);
    }
}
