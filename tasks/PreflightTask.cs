using Cake.Frosting;

namespace Cake.Istio.Frosting;

/// <summary>Finds out whether the cluster can take the release, before anything is written.</summary>
[TaskName("Preflight")]
[TaskDescription("Finds out whether the cluster can take the release")]
[IsDependentOn(typeof(DownloadTask))]
public sealed class PreflightTask : AsyncFrostingTask<MeshContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(MeshContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RunAsync("Preflight", session => session.PreflightAsync());
    }
}
