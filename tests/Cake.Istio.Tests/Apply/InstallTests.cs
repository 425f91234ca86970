using System.Diagnostics;
using Cake.Istio.Apply;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Apply;

public sealed class InstallTests
{
    [Fact]
    public async Task The_sample_is_created_once_and_then_nothing_is_persisted()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await InstallTwiceAsync(fixture, await SampleMesh.ReadAsync(fixture.Cancel));
    }

    [Fact]
    public async Task Istio_1_30_3_is_created_once_and_then_nothing_is_persisted()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await InstallTwiceAsync(fixture, await SampleMesh.ReadNewAsync(fixture.Cancel));
    }

    [Fact]
    public async Task Istio_1_2_2_is_created_once_and_then_nothing_is_persisted()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await InstallTwiceAsync(fixture, await SampleMesh.ReadOldAsync(fixture));
    }

    private static async Task InstallTwiceAsync(SandboxFixture fixture, IReadOnlyList<KubeObject> objects)
    {
        var watch = Stopwatch.StartNew();
        var changes = await fixture.InstallAsync(objects);
        TestContext.Current.TestOutputHelper?.WriteLine($"{changes.Counts} in {watch.Elapsed}");
        Assert.All(changes.Changes, change => Assert.Equal(ChangeAction.Created, change.Action));

        // What controllers do to the objects is part of what the next plan has to see through.
        await fixture.WaitForReadyAsync(changes);
        using var second = await fixture.ConnectAsync();
        var before = fixture.Sandbox.Requests.Count;
        watch.Restart();
        var again = await new Planner(second, new() { Namespace = "istio-system" }).PlanAsync(objects, fixture.Cancel);
        TestContext.Current.TestOutputHelper?.WriteLine($"{again.Counts} in {watch.Elapsed}");
        Assert.Equal("", string.Join('\n', again.Changes.Where(change => change.Action != ChangeAction.Unchanged).SelectMany(PlanText.Lines)));
        // A watch of the wait before is logged when it ends.
        var requests = fixture.Sandbox.Requests.Skip(before).Where(request => !request.Path.Contains("watch=true", StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(requests, request => request.Persisted);
        Assert.True(
            requests.Count <= objects.Select(item => item.Kind).Distinct().Count() + 10,
            string.Join('\n', requests.Select(request => $"{request.Method} {request.Path}")));
    }
}
