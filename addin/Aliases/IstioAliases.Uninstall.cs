using Cake.Core.Annotations;
using Cake.Core;
using Cake.Istio.Apply;
using Cake.Istio.Settings;

namespace Cake.Istio;

public static partial class IstioAliases
{
    /// <summary>Removes what was installed, webhooks first, and waits until it is gone; definitions only with <see cref="MeshSettings.Purge"/>.</summary>
    /// <param name="context">Cake's context.</param>
    /// <param name="settings">Which cluster and namespace, and how much.</param>
    /// <returns>What was deleted.</returns>
    /// <example>
    /// <code>
    /// IstioUninstall(new MeshSettings { Context = "test", Purge = true });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeNamespaceImport("Cake.Istio.Apply")]
    [CakeNamespaceImport("Cake.Istio.Settings")]
    public static ChangeSet IstioUninstall(this ICakeContext context, MeshSettings settings) =>
        Run(context, settings, session => session.UninstallAsync());
}
