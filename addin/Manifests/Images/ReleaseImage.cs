namespace Cake.Istio.Manifests.Images;

/// <summary>One image of a release, and who asks for it.</summary>
/// <param name="Image">The image, with its digest if one is given.</param>
/// <param name="Uses">The places that name it.</param>
public sealed record ReleaseImage(ImageReference Image, IReadOnlyList<ImageUse> Uses)
{
    /// <summary>The image's full name, with registry, tag and digest.</summary>
    public string Reference => Image.ToString();

    internal static IReadOnlyList<ReleaseImage> Of(IEnumerable<ImageUse> uses) =>
    [
        .. uses.GroupBy(use => use.Image).Select(same => new ReleaseImage(same.Key, [.. same])).OrderBy(image => image.Reference, StringComparer.Ordinal),
    ];
}
