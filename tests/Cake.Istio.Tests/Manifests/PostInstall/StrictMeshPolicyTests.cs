using Cake.Istio.Manifests;
using Cake.Istio.Manifests.PostInstall;
using Cake.Istio.Tests.Releases;

namespace Cake.Istio.Tests.Manifests.PostInstall;

public sealed class StrictMeshPolicyTests
{
    [Fact]
    public async Task What_is_shipped_is_what_the_strict_manifest_of_a_release_applies()
    {
        var file = Path.Combine(SharedReleases.Folder("1.2.2"), "install/kubernetes/istio-demo-auth.yaml");
        var manifest = await ManifestReader.ReadFileAsync(file, TestContext.Current.CancellationToken);
        var text = manifest.Objects.Select(o => PostInstallPayload.TextOf(o.Json)).Single(text => text?.Contains("MeshPolicy", StringComparison.Ordinal) == true)!;

        Assert.Equal(
            ManifestReader.Parse(text, "release").Objects.Select(o => o.Json.ToJsonString()),
            StrictMeshPolicy.Objects.Select(o => o.Json.ToJsonString()));
    }

    [Theory]
    [InlineData("kind: MeshPolicy\nspec: {peers: [{mtls: {mode: PERMISSIVE}}]}", true)]
    [InlineData("kind: MeshPolicy\nspec: {peers: [{mtls: {}}]}", false)]
    public void Only_a_permissive_policy_is_replaced(string payload, bool isReplaced)
    {
        var map = Map(payload);
        var used = StrictMeshPolicy.Use([map])!;

        Assert.Equal(isReplaced, !ReferenceEquals(map, used[0]));
        Assert.Equal(isReplaced, PostInstallPayload.TextOf(used[0].Json)!.Contains("ISTIO_MUTUAL", StringComparison.Ordinal));
        Assert.Equal(payload, PostInstallPayload.TextOf(map.Json));
    }

    [Fact]
    public void Objects_without_a_policy_cannot_be_made_strict() => Assert.Null(StrictMeshPolicy.Use([Map("kind: Dashboard")]));

    private static KubeObject Map(string payload)
    {
        var map = Yaml.One("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {}\n");
        map.Json["data"]![PostInstallPayload.File] = payload;
        return map;
    }
}
