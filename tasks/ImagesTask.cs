using Cake.Frosting;

namespace Cake.Istio.Frosting;

/// <summary>Lists every image of the release, so that a registry can be filled before the install; needs no cluster.</summary>
[TaskName("Images")]
[TaskDescription("Lists the images of the release")]
[IsDependentOn(typeof(DownloadTask))]
public sealed class ImagesTask : AsyncFrostingTask<MeshContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(MeshContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RunAsync("Images", session => session.ImagesAsync());
    }
}
