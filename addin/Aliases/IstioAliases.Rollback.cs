using Cake.Core.Annotations;
using Cake.Core;
using Cake.Istio.Apply;
using Cake.Istio.Settings;

namespace Cake.Istio;

public static partial class IstioAliases
{
    /// <summary>Installs an earlier revision again, from the manifests kept in the cluster, and waits until it is ready.</summary>
    /// <param name="context">Cake's context.</param>
    /// <param name="settings">Which cluster, and which revision: <see cref="MeshSettings.ToRevision"/>, else the one before the present one.</param>
    /// <returns>What happened to each object.</returns>
    /// <example>
    /// <code>
    /// IstioRollback(new MeshSettings { Context = "prod", ToRevision = 3 });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeNamespaceImport("Cake.Istio.Apply")]
    [CakeNamespaceImport("Cake.Istio.Settings")]
    public static ChangeSet IstioRollback(this ICakeContext context, MeshSettings settings) =>
        Run(context, settings, session => session.RollbackAsync());
}
