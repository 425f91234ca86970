using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Apply;

/// <summary>The objects of the sample release: its definitions, then its mesh.</summary>
internal static class SampleMesh
{
    public static async Task<IReadOnlyList<KubeObject>> ReadAsync(CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("mesh-sample-");
        try
        {
            var root = await SampleRelease.WriteAsync(folder.FullName, cancel);
            var kubernetes = Path.Combine(root, "install", "kubernetes");
            var objects = new List<KubeObject>();
            foreach (var file in Directory.GetFiles(Path.Combine(kubernetes, "helm", "istio-init", "files")).Order(StringComparer.Ordinal).Append(Path.Combine(kubernetes, "istio-demo.yaml")))
                objects.AddRange((await ManifestReader.ReadFileAsync(file, cancel)).Objects);
            return objects;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
