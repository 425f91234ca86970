using Cake.Core.Annotations;
using Cake.Core;
using Cake.Istio.Apply;
using Cake.Istio.Settings;

namespace Cake.Istio;

public static partial class IstioAliases
{
    /// <summary>Applies the release's custom resource definitions and waits until each is usable.</summary>
    /// <param name="context">Cake's context.</param>
    /// <param name="settings">What to do.</param>
    /// <returns>What happened to each definition.</returns>
    /// <example>
    /// <code>
    /// var changes = IstioInstallCrds(new MeshSettings { IstioVersion = "1.2.2", UpgradeApis = true });
    /// Information(changes.Counts);
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeNamespaceImport("Cake.Istio.Apply")]
    [CakeNamespaceImport("Cake.Istio.Settings")]
    public static ChangeSet IstioInstallCrds(this ICakeContext context, MeshSettings settings) =>
        Run(context, settings, session => session.InstallCrdsAsync());
}
