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
    // Cake's script aliases are synchronous; a Cake run has no synchronisation context that this could block.
    private static T Run<T>(ICakeContext context, MeshSettings settings, Func<MeshSession, Task<T>> step)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        using var session = new MeshSession(settings, context, CancellationToken.None);
        return step(session).GetAwaiter().GetResult();
    }
}
