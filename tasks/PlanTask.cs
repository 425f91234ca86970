using Cake.Frosting;

namespace Cake.Istio.Frosting;

/// <summary>Shows what an install would change, field by field; persists nothing in the cluster.</summary>
[TaskName("Plan")]
[TaskDescription("Shows what an install would change; persists nothing")]
[IsDependentOn(typeof(DownloadTask))]
public sealed class PlanTask : AsyncFrostingTask<MeshContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(MeshContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RunAsync("Plan", async session => context.Report(pending: !(await session.PlanAsync()).IsEmpty));
    }
}
