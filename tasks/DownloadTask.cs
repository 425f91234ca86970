using Cake.Frosting;

namespace Cake.Istio.Frosting;

/// <summary>Gets the release: from an archive or folder, the cache, or a server; checked and unpacked.</summary>
[TaskName("Download")]
[TaskDescription("Gets the release and checks it")]
public sealed class DownloadTask : AsyncFrostingTask<MeshContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(MeshContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RunAsync("Download", session => session.DownloadAsync());
    }
}
