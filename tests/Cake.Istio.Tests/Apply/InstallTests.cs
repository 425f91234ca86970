using System.Diagnostics;
using Cake.Istio.Apply;
using Cake.Istio.Manifests;
using Cake.Istio.Tests.Releases;

namespace Cake.Istio.Tests.Apply;

public sealed class InstallTests
{
    private static readonly KubeObject Namespace = Sample.Named("v1", "Namespace", null, "istio-system");

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
        var file = Path.Combine(SharedReleases.Folder("1.30.3"), "rendered", "demo.yaml");
        await InstallTwiceAsync(fixture, [Namespace, .. (await ManifestReader.ReadFileAsync(file, fixture.Cancel)).Objects]);
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
        var requests = fixture.Sandbox.Requests.Skip(before).ToList();
        Assert.DoesNotContain(requests, request => request.Persisted);
        Assert.True(
            requests.Count <= objects.Select(item => item.Kind).Distinct().Count() + 10,
            string.Join('\n', requests.Select(request => $"{request.Method} {request.Path}")));
    }
}
