using Cake.Frosting;

namespace Cake.Istio.Frosting;

/// <summary>Installs an earlier revision again, from the manifests that are kept in the cluster, and waits until it is ready.</summary>
[TaskName("Rollback")]
[TaskDescription("Installs an earlier revision again")]
public sealed class RollbackTask : AsyncFrostingTask<MeshContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(MeshContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RunAsync("Rollback", session => session.RollbackAsync());
    }
}
