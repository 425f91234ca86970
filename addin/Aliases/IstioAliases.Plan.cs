using Cake.Core.Annotations;
using Cake.Core;
using Cake.Istio.Apply;
using Cake.Istio.Settings;

namespace Cake.Istio;

public static partial class IstioAliases
{
    /// <summary>Shows what an install would change and writes it as files; persists nothing in the cluster.</summary>
    /// <param name="context">Cake's context.</param>
    /// <param name="settings">What would be done.</param>
    /// <returns>The plan; its digest goes into <see cref="MeshSettings.Plan"/>.</returns>
    /// <example>
    /// <code>
    /// var plan = IstioPlan(settings);
    /// if (!plan.IsEmpty)
    ///     IstioInstallMesh(settings with { Plan = plan.Digest });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeNamespaceImport("Cake.Istio.Apply")]
    [CakeNamespaceImport("Cake.Istio.Settings")]
    public static Plan IstioPlan(this ICakeContext context, MeshSettings settings) =>
        Run(context, settings, session => session.PlanAsync());
}
