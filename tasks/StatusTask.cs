using Cake.Frosting;

namespace Cake.Istio.Frosting;

/// <summary>Shows what is installed, the revisions that can be rolled back to, and what has drifted; persists nothing in the cluster.</summary>
[TaskName("Status")]
[TaskDescription("Shows what is installed, its revisions, and what has drifted")]
public sealed class StatusTask : AsyncFrostingTask<MeshContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(MeshContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RunAsync("Status", async session => context.Report(pending: await session.StatusAsync() is { IsUnfinished: true } or { Obstacle: not null } or { Drift.Count: > 0 }));
    }
}
