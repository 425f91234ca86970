namespace Cake.Istio.Manifests.Images;

/// <summary>A place that names an image, and the way to name another one there.</summary>
/// <param name="Path">Where it is in its object.</param>
/// <param name="Image">The image.</param>
/// <param name="Replace">Names another one.</param>
internal sealed record ImageSlot(string Path, ImageReference Image, Action<ImageReference> Replace);
