using Cake.Istio.Manifests;

namespace Cake.Istio.Releases;

/// <summary>The Kubernetes objects of a release, in the mode and shape asked for.</summary>
/// <param name="Crds">Its CustomResourceDefinitions, each once.</param>
/// <param name="Mesh">Everything else, in the order of the manifest; the namespace is among it.</param>
/// <param name="Warnings">What its manifests hold that their author hardly meant.</param>
public sealed record ReleaseObjects(IReadOnlyList<KubeObject> Crds, IReadOnlyList<KubeObject> Mesh, IReadOnlyList<ManifestWarning> Warnings);
