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
}
