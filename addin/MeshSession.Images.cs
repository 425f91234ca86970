using Cake.Core.Diagnostics;
using Cake.Istio.Manifests.Images;
using Cake.Istio.Reporting;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    /// <summary>Lists every image that the release brings into the cluster, and writes the list to <see cref="Settings.MeshSettings.Report"/>. Needs no cluster.</summary>
    /// <returns>Each image once, in the order of its name, with every place that names it.</returns>
    public Task<IReadOnlyList<ReleaseImage>> ImagesAsync() => ShowAsync<IReadOnlyList<ReleaseImage>>(async cancel =>
    {
        var images = ReleaseImage.Of(ReleaseImages.Find(await GetObjectsAsync(cancel)));
        _log.Information("{0}", Counted.Of(images.Count, "image"));
        foreach (var image in images)
            _log.Information("{0}", $"  {image.Reference}");
        var files = await ImageListWriter.WriteAsync(ReportFolder, (await GetReleaseAsync(cancel)).Version, images, cancel);
        _log.Information("{0}", $"Written: {string.Join(", ", files)}");
        return images;
    });
}
