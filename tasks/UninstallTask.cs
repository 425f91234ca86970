using Cake.Frosting;

namespace Cake.Istio.Frosting;

/// <summary>Removes what was installed, webhooks first, and waits until it is gone.</summary>
[TaskName("Uninstall")]
[TaskDescription("Removes what was installed and waits until it is gone")]
public sealed class UninstallTask : AsyncFrostingTask<MeshContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(MeshContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RunAsync("Uninstall", session => session.UninstallAsync());
    }
}
