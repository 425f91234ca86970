using Cake.Istio.Apply;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Apply;

public sealed class UpgradeTests
{
    [Fact]
    public async Task From_one_release_to_another_and_back_what_was_dropped_goes_and_what_others_made_stays()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var old = await SampleMesh.ReadOldAsync(fixture);
        var sample = await SampleMesh.ReadAsync(fixture.Cancel);
        await fixture.WaitForReadyAsync(await fixture.InstallAsync(InstallRun.Options(), old));
        await fixture.ApplyAsAsync("user", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "mine", "namespace": "istio-system"}}""");

        var changes = await fixture.InstallAsync(InstallRun.Options("sample"), sample);
        await fixture.WaitForReadyAsync(new([.. changes.Changes.Where(change => change.Action != ChangeAction.Deleted)]));
        Assert.NotEqual(0, changes.Counts.Deleted);
        await AssertExactlyAsync(fixture, sample, old);

        var revision = await new RevisionStore(fixture.Connection, "istio-system").ReadAsync(1, fixture.Cancel);
        await fixture.InstallAsync(InstallRun.Options() with { Description = revision.Description }, revision.Manifests);
        await AssertExactlyAsync(fixture, old, sample);
        Assert.NotNull(await fixture.GetAsync("v1", "ConfigMap", "istio-system", "mine"));
        Assert.Equal((3, RecordState.Installed), ((await fixture.RecordAsync())!.Revision, (await fixture.RecordAsync())!.State));
    }

    // Everything of the one release and nothing of the other, but for definitions, which stay.
    private static async Task AssertExactlyAsync(SandboxFixture fixture, IReadOnlyList<KubeObject> there, IReadOnlyList<KubeObject> gone)
    {
        Assert.True((await fixture.PlanAsync(there)).IsEmpty);
        var kept = there.Select(item => ObjectKey.Of(item.Ref)).ToHashSet();
        var dropped = gone.Where(item => item.Kind != "CustomResourceDefinition" && !kept.Contains(ObjectKey.Of(item.Ref)));
        Assert.All(await Task.WhenAll(dropped.Select(item => fixture.GetAsync(item.ApiVersion, item.Kind, item.Namespace, item.Name))), Assert.Null);
    }
}
