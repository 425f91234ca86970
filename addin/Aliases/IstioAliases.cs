using Cake.Core.Annotations;
using Cake.Core;
using Cake.Istio.Settings;

namespace Cake.Istio;

/// <summary>
/// Installs the Istio service mesh into a Kubernetes cluster, from any Cake script or Frosting host.
/// <para>In a script, load it with <c>#addin nuget:?package=Cake.Istio&amp;version=0.1.0</c>. Runs under Cake 7 and newer.</para>
/// </summary>
/// <remarks>
/// Each alias is a run of its own; <see cref="MeshSession"/> does several steps over one connection. Every alias throws
/// <see cref="Errors.MeshException"/> with what went wrong, where, and what to do next.
/// </remarks>
[CakeAliasCategory("Istio")]
public static partial class IstioAliases
{
    // Script aliases are synchronous; a Cake run has no synchronisation context that this could block.
    private static T Run<T>(ICakeContext context, MeshSettings settings, Func<MeshSession, Task<T>> step)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        return RunAsync(context, settings, step).GetAwaiter().GetResult();
    }

    private static async Task<T> RunAsync<T>(ICakeContext context, MeshSettings settings, Func<MeshSession, Task<T>> step)
    {
        await using var session = new MeshSession(settings, context, CancellationToken.None);
        return await step(session);
    }
}
