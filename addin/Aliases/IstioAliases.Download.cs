using Cake.Core.Annotations;
using Cake.Core;
using Cake.Istio.Releases;
using Cake.Istio.Settings;

namespace Cake.Istio;

public static partial class IstioAliases
{
    /// <summary>Gets a release: from an archive or folder, the cache, or a server; checked and unpacked.</summary>
    /// <param name="context">Cake's context.</param>
    /// <param name="settings">What to do.</param>
    /// <returns>The unpacked release.</returns>
    /// <example>
    /// <code>
    /// var release = IstioDownload(new MeshSettings { IstioVersion = "1.2.2" });
    /// Information("{0} in {1}", release.Version, release.Root);
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeNamespaceImport("Cake.Istio.Releases")]
    [CakeNamespaceImport("Cake.Istio.Settings")]
    public static Release IstioDownload(this ICakeContext context, MeshSettings settings) =>
        Run(context, settings, session => session.DownloadAsync());
}
