using Cake.Istio.Readiness;

namespace Cake.Istio.Tests.Readiness;

public sealed class UnrulyServerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_wait_survives_a_server_that_fails_or_drops_every_fifth_request_and_cuts_its_watches(int seed)
    {
        await using var fixture = await TrackerFixture.StartAsync();
        var names = Enumerable.Range(0, 12).Select(number => $"app{number}").ToList();
        var random = new Random(seed);
        fixture.Api.Misbehaviour = () =>
        {
            lock (random)
                return random.Next(20) switch { 0 => 500, 1 => 503, 2 => 429, 3 => 0, _ => null };
        };
        names.ForEach(name => fixture.Api.Put(TrackerFixture.App(ready: false, name)));

        var wait = fixture.WaitAsync([.. names.Select(name => TrackerFixture.Deployment with { Name = name })]);
        foreach (var name in names)
        {
            await fixture.WatchedAsync("deployments");
            fixture.Api.CutWatches();
            fixture.Api.Put(TrackerFixture.App(ready: true, name));
        }

        while (!wait.IsCompleted)
        {
            fixture.Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(wait, Task.Delay(5, TestContext.Current.CancellationToken));
        }

        Assert.Equal(WaitEnd.Ready, (await wait).End);
    }

    [Fact]
    public async Task A_watch_that_hears_nothing_is_noticed_long_before_the_wait_ends()
    {
        await using var fixture = await TrackerFixture.StartAsync(watchesEndOnTheClock: true);
        fixture.Api.AreWatchesMute = true;
        fixture.Api.Put(TrackerFixture.App(ready: false));

        var wait = fixture.WaitAsync(TrackerFixture.Deployment);
        await fixture.WatchedAsync("deployments");
        fixture.Api.Put(TrackerFixture.App(ready: true));
        await fixture.AdvanceAsync(TimeSpan.FromSeconds(90), wait);

        Assert.Equal(WaitEnd.Ready, (await wait).End);
    }

    [Fact]
    public async Task What_no_watch_has_told_is_found_before_a_wait_ends_for_want_of_progress()
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.AreWatchesMute = true;
        fixture.Api.Put(TrackerFixture.App(ready: false));

        // Shorter than any watch.
        var wait = fixture.WaitAsync(new ReadinessOptions { StallTimeout = TimeSpan.FromSeconds(20) }, TrackerFixture.Deployment);
        await fixture.WatchedAsync("events");
        fixture.Api.Put(TrackerFixture.ReplicaSet());
        fixture.Api.Put(TrackerFixture.Pod("{phase: Running, conditions: [{type: Initialized, status: 'True'}]}"));
        // Progress that was not heard of is progress all the same.
        await fixture.AdvanceAsync(TimeSpan.FromSeconds(30), wait);
        Assert.False(wait.IsCompleted);
        fixture.Api.Put(TrackerFixture.App(ready: true));
        await fixture.AdvanceAsync(TimeSpan.FromSeconds(30), wait);

        var outcome = await wait;
        Assert.Equal(WaitEnd.Ready, outcome.End);
        Assert.InRange(outcome.Elapsed, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(50));
    }

    [Fact]
    public async Task A_wait_ends_in_time_although_the_last_look_gets_no_answer()
    {
        await using var fixture = await TrackerFixture.StartAsync();
        fixture.Api.Put(TrackerFixture.App(ready: false));

        var wait = fixture.WaitAsync(new ReadinessOptions { StallTimeout = TimeSpan.FromSeconds(20) }, TrackerFixture.Deployment);
        await fixture.WatchedAsync("events");
        fixture.Api.Misbehaviour = () => 503;
        await fixture.AdvanceAsync(TimeSpan.FromSeconds(40), wait);

        var outcome = await wait;
        Assert.Equal(WaitEnd.Stalled, outcome.End);
        Assert.InRange(outcome.Elapsed, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(36));
    }
}
