using Cake.Istio.Apply;

namespace Cake.Istio.Tests.Apply;

public sealed class InstallTests
{
    private static readonly PlannerOptions Options = new() { Namespace = "istio-system" };

    [Fact]
    public async Task A_first_install_creates_everything_and_a_second_one_persists_nothing()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var objects = await SampleMesh.ReadAsync(fixture.Cancel);

        var plan = await new Planner(fixture.Connection, Options).PlanAsync(objects, fixture.Cancel);
        plan.EnsureAccepted();
        var changes = await new Applier(fixture.Connection, fixture.Deadline, null).ApplyAsync(plan, null, fixture.Cancel);

        changes.EnsureSucceeded();
        Assert.All(changes.Changes, change => Assert.Equal(ChangeAction.Created, change.Action));
        var before = fixture.Sandbox.Requests.Count;
        using var second = await fixture.ConnectAsync();
        var again = await new Planner(second, Options).PlanAsync(objects, fixture.Cancel);
        Assert.Equal("", string.Join('\n', again.Changes.Where(change => change.Action != ChangeAction.Unchanged).SelectMany(PlanText.Lines)));
        var requests = fixture.Sandbox.Requests.Skip(before).ToList();
        Assert.DoesNotContain(requests, request => request.Persisted);
        Assert.True(requests.Count <= objects.Select(item => item.Kind).Distinct().Count() + 10, string.Join('\n', requests.Select(request => $"{request.Method} {request.Path}")));
    }
}
