using Cake.Core.Annotations;
using Cake.Core;
using Cake.Istio.Apply;
using Cake.Istio.Settings;

namespace Cake.Istio;

public static partial class IstioAliases
{
    /// <summary>Applies the mesh in the chosen mTLS mode, by dependency, and waits until it is ready.</summary>
    /// <param name="context">Cake's context.</param>
    /// <param name="settings">What to do.</param>
    /// <returns>What happened to each object.</returns>
    /// <example>
    /// <code>
    /// IstioInstallMesh(new MeshSettings { IstioVersion = "1.2.2", UpgradeApis = true, Mode = MtlsMode.Strict });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeNamespaceImport("Cake.Istio.Apply")]
    [CakeNamespaceImport("Cake.Istio.Settings")]
    public static ChangeSet IstioInstallMesh(this ICakeContext context, MeshSettings settings) =>
        Run(context, settings, session => session.InstallMeshAsync());
}
