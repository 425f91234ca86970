using Cake.Core.Annotations;
using Cake.Core;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Settings;

namespace Cake.Istio;

public static partial class IstioAliases
{
    /// <summary>Shows what is installed, the revisions that can be rolled back to, and what has drifted.</summary>
    /// <param name="context">Cake's context.</param>
    /// <param name="settings">Which cluster and namespace.</param>
    /// <returns>The same as a value.</returns>
    /// <example>
    /// <code>
    /// if (!IstioStatus(new MeshSettings { Context = "prod" }).IsClean)
    ///     Warning("Somebody has changed the mesh by hand.");
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeNamespaceImport("Cake.Istio.Apply.Inventory")]
    [CakeNamespaceImport("Cake.Istio.Settings")]
    public static DriftReport IstioStatus(this ICakeContext context, MeshSettings settings) =>
        Run(context, settings, session => session.StatusAsync());
}
