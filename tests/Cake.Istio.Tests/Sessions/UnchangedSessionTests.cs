using Cake.Istio.Apply;

namespace Cake.Istio.Tests.Sessions;

/// <summary>A second run on a mesh that is as it should be costs little and changes nothing.</summary>
public sealed class UnchangedSessionTests
{
    [Fact]
    public async Task It_persists_nothing_and_reads_each_kind_once()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        var before = fixture.Cluster.Sandbox.Requests.Count;

        // From preflight on, as the targets do it.
        var changes = await fixture.RunAsync(async session =>
        {
            await session.PreflightAsync();
            return (await session.InstallCrdsAsync()).With(await session.InstallMeshAsync());
        });

        Assert.All(changes.Changes, change => Assert.Equal(ChangeAction.Unchanged, change.Action));
        Assert.Contains("Everything is ready", fixture.Shown);
        // A watch of the run before is logged when it ends.
        var requests = fixture.Cluster.Sandbox.Requests.Skip(before).Where(request => !request.Path.Contains("watch=true", StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(requests, request => request.Persisted);
        var limit = changes.Changes.Select(change => change.Subject.Kind).Distinct().Count() + 10;
        Assert.True(requests.Count <= limit, $"{requests.Count} requests, not {limit}:\n{string.Join('\n', requests.Select(request => $"{request.Method} {request.Path}"))}");
    }

    [Fact]
    public async Task What_is_not_ready_is_waited_for_although_nothing_is_written()
    {
        await using var fixture = await SessionFixture.StartAsync(new() { Faults = "pod=grafana-*,reason=NotReady" });
        await fixture.RunAsync(session => session.InstallMeshAsync(), fixture.Settings with { Wait = false });

        var run = fixture.RunAsync(session => session.InstallMeshAsync());
        while (!fixture.Shown.Any(line => line.StartsWith("Waiting until ", StringComparison.Ordinal)) && !run.IsCompleted)
            await Task.Delay(20, fixture.Cluster.Cancel);
        await fixture.Cluster.Sandbox.SetFaultsAsync("", fixture.Cluster.Cancel);
        await run;

        Assert.Contains(fixture.Shown, line => line.StartsWith("Deployment istio-system/grafana is ready", StringComparison.Ordinal));
        var deployment = (await fixture.Cluster.GetAsync("apps/v1", "Deployment", "istio-system", "grafana"))!;
        Assert.Equal(1, (int?)deployment["status"]!["readyReplicas"]);
    }
}
