using Cake.Frosting;

namespace Cake.Istio.Frosting;

/// <summary>Makes the ingress gateway reachable: by a load balancer's address, or as a NodePort where none answers, or as told.</summary>
[TaskName("PatchGateway")]
[TaskDescription("Makes the ingress gateway reachable")]
[IsDependentOn(typeof(InstallMeshTask))]
public sealed class PatchGatewayTask : AsyncFrostingTask<MeshContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(MeshContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RunAsync("PatchGateway", session => session.PatchGatewayAsync());
    }
}
