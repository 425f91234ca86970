using Cake.Core.Annotations;
using Cake.Core;
using Cake.Istio.Settings;
using Cake.Istio.Verification;

namespace Cake.Istio;

public static partial class IstioAliases
{
    /// <summary>Finds out whether the cluster can take the release. Persists nothing.</summary>
    /// <param name="context">Cake's context.</param>
    /// <param name="settings">What to do.</param>
    /// <returns>Every finding; none of them failed.</returns>
    /// <example>
    /// <code>
    /// IstioPreflight(new MeshSettings { IstioVersion = "1.2.2", UpgradeApis = true, Context = "staging" });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeNamespaceImport("Cake.Istio.Verification")]
    [CakeNamespaceImport("Cake.Istio.Settings")]
    public static IReadOnlyList<Finding> IstioPreflight(this ICakeContext context, MeshSettings settings) =>
        Run(context, settings, session => session.PreflightAsync());
}
