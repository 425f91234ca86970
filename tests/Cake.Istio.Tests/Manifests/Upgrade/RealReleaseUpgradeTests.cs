using System.Text.Json.Nodes;
using Cake.Istio.Manifests;
using Cake.Istio.Tests.Releases;

namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>The real releases, upgraded for a 1.36 server.</summary>
public sealed class RealReleaseUpgradeTests
{
    [Theory]
    [InlineData("1.2.2", "istio-demo.yaml", 153, 43)]
    [InlineData("1.2.2", "istio-demo-auth.yaml", 153, 43)]
    [InlineData("1.4.5", "istio-demo.yaml", 146, 37)]
    public async Task Every_object_passes_the_server(string version, string file, int count, int rewritten)
    {
        var api = OpenApi.Recorded();
        var objects = (await ManifestReader.ReadFileAsync(Path.Combine(SharedReleases.Folder(version), "install/kubernetes", file), default)).Objects;
        Assert.Equal(count, objects.Count);
        var result = ApiUpgrade.Upgrade(objects, api.Knows);

        Assert.Equal(rewritten, result.Rewrites.Count(r => r.From != r.To));
        Assert.Empty(result.Unserved);
        Assert.Equal(objects.Select(o => (o.Kind, o.Name)), result.Objects.Select(o => (o.Kind, o.Name)));
        Assert.Equal("", string.Join('\n', result.Objects.Where(o => api.Knows(o.ApiVersion, o.Kind)).SelectMany(api.Problems)));
        Assert.Equal("", string.Join('\n', result.Objects.Where(o => o.Kind == "CustomResourceDefinition").SelectMany(o => StructuralCheck.Problems(o.Json).Select(p => $"{o.Name}{p}"))));
        Assert.NotEmpty(objects.Where(o => !api.Knows(o.ApiVersion, o.Kind)).SelectMany(api.Problems));
    }

    [Fact]
    public async Task Schemas_of_a_release_lose_nothing()
    {
        var objects = (await ManifestReader.ReadFileAsync(Path.Combine(SharedReleases.Folder("1.4.5"), "install/kubernetes/istio-demo.yaml"), default)).Objects;
        var notes = ApiUpgrade.Upgrade(objects, Upgraded.IsServed).Rewrites.Where(r => r.Subject.Kind == "CustomResourceDefinition").SelectMany(r => r.Notes);

        Assert.DoesNotContain(notes, note => note.Contains("loses", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.2.2")]
    [InlineData("1.4.5")]
    public async Task Upgrading_again_changes_nothing(string version)
    {
        var objects = (await ManifestReader.ReadFileAsync(Path.Combine(SharedReleases.Folder(version), "install/kubernetes/istio-demo.yaml"), default)).Objects;
        var once = ApiUpgrade.Upgrade(objects, Upgraded.IsServed);
        var twice = ApiUpgrade.Upgrade(once.Objects, Upgraded.IsServed);

        Assert.Empty(twice.Rewrites);
        Assert.All(once.Objects.Zip(twice.Objects), pair => Assert.True(JsonNode.DeepEquals(pair.First.Json, pair.Second.Json)));
    }

    [Fact]
    public async Task A_release_of_today_needs_nothing()
    {
        var content = await ManifestReader.ReadFileAsync(Path.Combine(SharedReleases.Folder("1.30.3"), "rendered/demo.yaml"), default);

        Assert.Equal(42, content.Objects.Count);
        Assert.Empty(ApiUpgrade.Upgrade(content.Objects, Upgraded.IsServed).Rewrites);
    }
}
