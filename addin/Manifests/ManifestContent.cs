namespace Cake.Istio.Manifests;

/// <summary>What a manifest holds.</summary>
/// <param name="Objects">The objects in the order of the file, lists unwrapped.</param>
/// <param name="Warnings">What kubectl would have accepted silently.</param>
public sealed record ManifestContent(IReadOnlyList<KubeObject> Objects, IReadOnlyList<ManifestWarning> Warnings);
