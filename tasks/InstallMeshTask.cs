using Cake.Frosting;

namespace Cake.Istio.Frosting;

/// <summary>Applies the mesh, permissive or strict: the namespace first, then by dependency; and waits until it is ready.</summary>
[TaskName("InstallMesh")]
[TaskDescription("Applies the mesh and waits until it is ready")]
[IsDependentOn(typeof(InstallCrdsTask))]
public sealed class InstallMeshTask : AsyncFrostingTask<MeshContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(MeshContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RunAsync("InstallMesh", session => session.InstallMeshAsync());
    }
}
