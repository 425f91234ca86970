using Cake.Istio.Apply;
using Cake.Istio.Errors;
using Cake.Istio.Verification;

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
    public async Task The_whole_of_it_verification_included_reads_each_kind_once()
    {
        await using var fixture = await SessionFixture.StartAsync();
        Task<VerificationReport> WholeAsync() => fixture.RunAsync(async session =>
        {
            await session.PreflightAsync();
            await session.InstallCrdsAsync();
            await session.InstallMeshAsync();
            await session.PatchGatewayAsync();
            return await session.VerifyAsync();
        });
        await WholeAsync();
        var before = fixture.Cluster.Sandbox.Requests.Count;

        var report = await WholeAsync();

        Assert.Equal(FindingStatus.Passed, report.Worst);
        var requests = fixture.Cluster.Sandbox.Requests.Skip(before).Where(request => !request.Path.Contains("watch=true", StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(requests, request => request.Persisted);
        var lists = requests.Where(request => request.Path.Contains("limit=", StringComparison.Ordinal)).ToList();
        var kinds = lists.Select(request => request.Path.Split('?')[0].Split('/')[^1]).Distinct(StringComparer.Ordinal).Count();
        Assert.True(requests.Count <= kinds + 10, $"{requests.Count} requests over {kinds} kinds:\n{string.Join('\n', requests.Select(request => $"{request.Method} {request.Path}"))}");
    }

    [Fact]
    public async Task A_service_that_goes_meanwhile_is_noticed()
    {
        await using var fixture = await SessionFixture.StartAsync();
        await fixture.RunAsync(session => session.InstallMeshAsync());
        await fixture.RunAsync(session => session.PatchGatewayAsync());

        var failure = await Assert.ThrowsAsync<MeshException>(() => fixture.RunAsync(async session =>
        {
            await session.InstallMeshAsync();
            var services = await fixture.Cluster.FindAsync("v1", "Service");
            await fixture.Cluster.Connection.DeleteAsync(services, "istio-system", "zipkin", null, fixture.Cluster.Cancel);
            return await session.VerifyAsync();
        }));

        Assert.Equal(ErrorCode.VerificationFailed, failure.Code);
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
