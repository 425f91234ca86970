using System.Text.Json.Nodes;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Images;
using Cake.Istio.Releases;

namespace Cake.Istio.Reporting;

/// <summary>Writes the images of a release as files: for <c>xargs</c>, and for programs.</summary>
internal static class ImageListWriter
{
    /// <summary>Writes <c>images.txt</c>, a name a line, and <c>images.json</c>, with who asks for each.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="version">The release.</param>
    /// <param name="images">Its images.</param>
    /// <param name="cancel">Ends the writing.</param>
    /// <returns>The paths written.</returns>
    public static Task<IReadOnlyList<string>> WriteAsync(string folder, IstioVersion version, IReadOnlyList<ReleaseImage> images, CancellationToken cancel) => ReportFiles.WriteAsync(
        folder,
        [
            ("images.txt", string.Concat(images.Select(image => $"{image.Reference}\n"))),
            ("images.json", KubeJson.ToText(ToJson(version, images), indented: true) + "\n"),
        ],
        cancel);

    private static JsonObject ToJson(IstioVersion version, IEnumerable<ReleaseImage> images) => new()
    {
        ["release"] = version.ToString(),
        ["images"] = new JsonArray([.. images.Select(ToJson)]),
    };

    private static JsonObject ToJson(ReleaseImage image) => new()
    {
        ["image"] = image.Reference,
        ["registry"] = image.Image.Registry,
        ["repository"] = image.Image.Repository,
        ["tag"] = image.Image.Tag,
        ["digest"] = image.Image.Digest,
        ["uses"] = new JsonArray([.. image.Uses.Select(use => new JsonObject { ["object"] = use.Subject.ToString(), ["path"] = use.Path })]),
    };
}
