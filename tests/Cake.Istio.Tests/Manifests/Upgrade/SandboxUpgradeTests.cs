using Cake.Istio.Apply;
using Cake.Istio.Manifests;
using Cake.Istio.Tests.Apply;
using Cake.Istio.Tests.Releases;

namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>Upgraded releases against the sandbox at 1.36, which validates as a real server does.</summary>
public sealed class SandboxUpgradeTests
{
    [Theory]
    [InlineData("1.2.2", "istio-demo-auth.yaml", 43)]
    [InlineData("1.4.5", "istio-demo.yaml", 37)]
    public async Task Every_object_is_taken_and_a_second_plan_is_empty(string version, string file, int rewritten)
    {
        var objects = (await ManifestReader.ReadFileAsync(Path.Combine(SharedReleases.Folder(version), "install/kubernetes", file), default)).Objects;
        await using var fixture = await SandboxFixture.StartAsync();
        var apis = await fixture.Connection.DiscoverAsync(refresh: false, fixture.Cancel);
        var upgraded = ApiUpgrade.Upgrade(objects, (apiVersion, kind) => apis.Find(apiVersion, kind) is not null);
        Assert.Empty(upgraded.Unserved);
        Assert.Equal(rewritten, upgraded.Rewrites.Count(rewrite => rewrite.From != rewrite.To));

        var changes = await fixture.InstallAsync(upgraded.Objects);

        Assert.Equal(objects.Count, changes.Changes.Count(change => change.Action == ChangeAction.Created));
        Assert.True((await fixture.PlanAsync(upgraded.Objects)).IsEmpty);
    }
}
