using Cake.Core.Annotations;
using Cake.Core;
using Cake.Istio.Settings;
using Cake.Istio.Verification;

namespace Cake.Istio;

public static partial class IstioAliases
{
    /// <summary>Checks what stands in the cluster against the release, shows it, and writes the evidence.</summary>
    /// <param name="context">Cake's context.</param>
    /// <param name="settings">What to do.</param>
    /// <returns>Every finding; none of them failed.</returns>
    /// <example>
    /// <code>
    /// var report = IstioVerify(new MeshSettings { IstioVersion = "1.2.2", UpgradeApis = true });
    /// Information(report.Headline);
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeNamespaceImport("Cake.Istio.Verification")]
    [CakeNamespaceImport("Cake.Istio.Settings")]
    public static VerificationReport IstioVerify(this ICakeContext context, MeshSettings settings) =>
        Run(context, settings, session => session.VerifyAsync());
}
