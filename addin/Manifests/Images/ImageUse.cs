namespace Cake.Istio.Manifests.Images;

/// <summary>A place in a manifest that names an image.</summary>
/// <param name="Image">The image.</param>
/// <param name="Subject">The object that it is in.</param>
/// <param name="Source">Where the object was read.</param>
/// <param name="Path">Where in the object, such as <c>spec.template.spec.containers[0].image</c>.</param>
public sealed record ImageUse(ImageReference Image, ObjectRef Subject, SourceLocation Source, string Path);
