using Cake.Istio.Manifests;
using Cake.Istio.Readiness;

namespace Cake.Istio.Tests.Readiness;

public sealed class TrackerTests
{
    [Fact]
    public async Task What_is_ready_takes_one_list_and_no_diagnosis()
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Put(TrackerFixture.App(ready: true));
        fixture.Api.Put(TrackerFixture.App(ready: true, "other"));

        var outcome = await fixture.WaitAsync(TrackerFixture.Deployment, TrackerFixture.Deployment with { Name = "other" });

        Assert.Equal(WaitEnd.Ready, outcome.End);
        Assert.Equal(["app", "other"], outcome.Objects.Select(one => one.Subject.Name));
        outcome.ThrowIfNotReady();
        Assert.Single(fixture.Requests, request => request.Path.Contains("deployments?limit", StringComparison.Ordinal));
        Assert.DoesNotContain(fixture.Requests, request => request.Path.Contains("pods", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_object_that_does_not_exist_is_waited_for_and_every_change_is_told()
    {
        await using var fixture = await TrackerFixture.StartAsync();

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);
        await fixture.ToldAsync(_ => true);
        fixture.Api.Put(TrackerFixture.App(ready: false));
        await fixture.ToldAsync(one => one is ReadinessChanged { After.Status: ReadinessStatus.InProgress });
        fixture.Api.Put(TrackerFixture.App(ready: true));
        var outcome = await wait;

        Assert.Equal(WaitEnd.Ready, outcome.End);
        Assert.Equal(
            [(null, ReadinessStatus.NotFound), (ReadinessStatus.NotFound, ReadinessStatus.InProgress), (ReadinessStatus.InProgress, ReadinessStatus.Current)],
            fixture.Events.OfType<ReadinessChanged>().Select(one => (one.Before?.Status, one.After.Status)));
    }

    [Fact]
    public async Task An_object_that_is_deleted_while_it_is_waited_for_does_not_exist()
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Put(TrackerFixture.App(ready: false));

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);
        await fixture.WatchedAsync("deployments");
        fixture.Api.Delete(TrackerFixture.App(ready: false));
        await fixture.ToldAsync(one => one is ReadinessChanged { After.Status: ReadinessStatus.NotFound });
        fixture.Api.Put(TrackerFixture.App(ready: true));

        Assert.Equal(WaitEnd.Ready, (await wait).End);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Watches_that_break_or_expire_are_taken_up_again(bool expire)
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Put(TrackerFixture.App(ready: false));

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);
        for (var round = 0; round < 3; round++)
        {
            await fixture.WatchedAsync("deployments");
            if (expire)
                fixture.Api.ExpireWatches();
            else
                fixture.Api.CutWatches();
        }

        await fixture.WatchedAsync("deployments");
        fixture.Api.Put(TrackerFixture.App(ready: true));

        Assert.Equal(WaitEnd.Ready, (await wait).End);
    }

    [Fact]
    public async Task A_server_that_fails_for_a_while_is_waited_out()
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Put(TrackerFixture.App(ready: true));
        fixture.Api.Refusals["/apis/apps/v1/namespaces/ns/deployments"] = new([500, 503, 429, 502, 410, 500]);

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);

        Assert.Equal(WaitEnd.Ready, (await wait).End);
    }

    [Fact]
    public async Task A_list_that_is_not_permitted_ends_the_wait()
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Refusals["/apis/apps/v1/namespaces/ns/deployments"] = new([403]);

        var error = await Assert.ThrowsAsync<Errors.MeshException>(() => fixture.WaitAsync(TrackerFixture.Deployment));

        Assert.Equal(Errors.ErrorCode.NotPermitted, error.Code);
    }

    [Fact]
    public async Task Pods_that_may_not_be_listed_only_cost_the_diagnosis()
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Refusals["/api/v1/namespaces/ns/pods"] = new([403]);
        fixture.Api.Put(TrackerFixture.App(ready: false));

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);
        await fixture.WatchedAsync("events");
        fixture.Api.Put(TrackerFixture.App(ready: true));

        Assert.Equal(WaitEnd.Ready, (await wait).End);
    }

    [Fact]
    public async Task A_kind_that_is_not_served_is_an_error()
    {
        await using var fixture = await TrackerFixture.StartAsync();

        var error = await Assert.ThrowsAsync<Errors.MeshException>(() => fixture.WaitAsync(new ObjectRef("x.io/v1", "Thing", null, "x")));

        Assert.Equal(Errors.ErrorCode.KindNotServed, error.Code);
    }
}
