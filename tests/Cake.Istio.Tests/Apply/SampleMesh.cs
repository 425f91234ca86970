using Cake.Istio.Manifests;
using Cake.Istio.Tests.Releases;

namespace Cake.Istio.Tests.Apply;

/// <summary>Whole meshes: the definitions, then the mesh.</summary>
internal static class SampleMesh
{
    /// <summary>The sample release.</summary>
    public static async Task<IReadOnlyList<KubeObject>> ReadAsync(CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("mesh-sample-");
        try
        {
            return await ReadAsync(await SampleRelease.WriteAsync(folder.FullName, cancel), cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The real 1.2.2, rewritten to what a cluster serves.</summary>
    public static async Task<IReadOnlyList<KubeObject>> ReadOldAsync(SandboxFixture fixture)
    {
        var discovery = await fixture.Connection.DiscoverAsync(refresh: false, fixture.Cancel);
        return ApiUpgrade.Upgrade(await ReadAsync(SharedReleases.Folder("1.2.2"), fixture.Cancel), discovery.IsServed).Objects;
    }

    /// <summary>What istioctl 1.30.3 renders, with the namespace.</summary>
    public static async Task<IReadOnlyList<KubeObject>> ReadNewAsync(CancellationToken cancel)
    {
        var file = Path.Combine(SharedReleases.Folder("1.30.3"), "rendered", "demo.yaml");
        return [Sample.Named("v1", "Namespace", null, "istio-system"), .. (await ManifestReader.ReadFileAsync(file, cancel)).Objects];
    }

    private static async Task<IReadOnlyList<KubeObject>> ReadAsync(string root, CancellationToken cancel)
    {
        var kubernetes = Path.Combine(root, "install", "kubernetes");
        var files = Directory.GetFiles(Path.Combine(kubernetes, "helm", "istio-init", "files"), "crd*.yaml").Order(StringComparer.Ordinal);
        var objects = new List<KubeObject>();
        foreach (var file in files.Append(Path.Combine(kubernetes, "istio-demo.yaml")))
            objects.AddRange((await ManifestReader.ReadFileAsync(file, cancel)).Objects);
        return objects;
    }
}
