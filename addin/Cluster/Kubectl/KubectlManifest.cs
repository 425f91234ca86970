using Cake.Istio.Manifests;

namespace Cake.Istio.Cluster.Kubectl;

/// <summary>A file of objects for kubectl, which exists as long as kubectl needs it.</summary>
/// <remarks>
/// A file, and not the standard input: a kubectl that ends before it reads would take the reason with it. Secrets may be in it, so it lies in a folder
/// that only its owner can open.
/// </remarks>
internal sealed class KubectlManifest : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cake-istio-");

    private KubectlManifest()
    {
    }

    /// <summary>The file.</summary>
    public string File => Path.Combine(_folder.FullName, "manifest.json");

    /// <summary>Writes the objects one after the other: inside a List kubectl would validate them against the server's whole schema.</summary>
    public static async Task<KubectlManifest> WriteAsync(IEnumerable<KubectlWrite> batch, CancellationToken cancel)
    {
        var manifest = new KubectlManifest();
        try
        {
            await using var stream = System.IO.File.Create(manifest.File);
            foreach (var write in batch)
            {
                await stream.WriteAsync(KubeJson.ToUtf8(write.Body), cancel);
                stream.WriteByte((byte)'\n');
            }

            return manifest;
        }
        catch
        {
            manifest.Dispose();
            throw;
        }
    }

    /// <summary>Deletes it.</summary>
    public void Dispose() => _folder.Delete(recursive: true);
}
