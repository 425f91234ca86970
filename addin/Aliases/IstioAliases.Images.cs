using Cake.Core.Annotations;
using Cake.Core;
using Cake.Istio.Manifests.Images;
using Cake.Istio.Settings;

namespace Cake.Istio;

public static partial class IstioAliases
{
    /// <summary>Lists every image that a release brings into a cluster, and writes the list to the report folder. Needs no cluster.</summary>
    /// <param name="context">Cake's context.</param>
    /// <param name="settings">What to do.</param>
    /// <returns>Each image once, in the order of its name.</returns>
    /// <example>
    /// <code>
    /// foreach (var image in IstioImages(new MeshSettings { IstioVersion = "1.2.2" }))
    ///     Information(image.Reference);
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeNamespaceImport("Cake.Istio.Manifests.Images")]
    [CakeNamespaceImport("Cake.Istio.Settings")]
    public static IReadOnlyList<ReleaseImage> IstioImages(this ICakeContext context, MeshSettings settings) =>
        Run(context, settings, session => session.ImagesAsync());
}
