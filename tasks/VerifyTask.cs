using Cake.Frosting;

namespace Cake.Istio.Frosting;

/// <summary>Checks what stands in the cluster against the release, shows it, and writes the evidence.</summary>
[TaskName("Verify")]
[TaskDescription("Checks what stands in the cluster and writes the evidence")]
[IsDependentOn(typeof(PatchGatewayTask))]
public sealed class VerifyTask : AsyncFrostingTask<MeshContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(MeshContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RunAsync("Verify", session => session.VerifyAsync());
    }
}
