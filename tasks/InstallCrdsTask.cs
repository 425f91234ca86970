using Cake.Frosting;

namespace Cake.Istio.Frosting;

/// <summary>Applies the release's custom resource definitions in parallel, and waits until each is established and in discovery.</summary>
[TaskName("InstallCrds")]
[TaskDescription("Applies the release's CRDs and waits until each is served")]
[IsDependentOn(typeof(PreflightTask))]
public sealed class InstallCrdsTask : AsyncFrostingTask<MeshContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(MeshContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RunAsync("InstallCrds", session => session.InstallCrdsAsync());
    }
}
