using Cake.Istio.Errors;
using Cake.Istio.Manifests.Json;
using Cake.Istio.Manifests.Yaml;

namespace Cake.Istio.Manifests;

/// <summary>Reads a manifest, YAML or JSON, into the same objects as kubectl does.</summary>
/// <remarks>
/// kubectl reads YAML 1.1 with quirks of its own (sigs.k8s.io/yaml over go-yaml v2): <c>yes</c> is true, <c>0644</c> is 420,
/// a key <c>y</c> becomes <c>true</c>, of two equal keys the last counts, and <c>---</c> divides only at the start of a line.
/// </remarks>
public static class ManifestReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; also what messages name.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="MeshException">
    /// The file cannot be read or is not UTF-8 (<see cref="ErrorCode.ManifestUnreadable"/>), or any error of <see cref="Parse"/>.
    /// </exception>
    public static async Task<ManifestContent> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Parse(await ManifestText.ReadFileAsync(path, cancellationToken), path);
    }

    /// <summary>Reads a manifest's text.</summary>
    /// <param name="text">One or many documents.</param>
    /// <param name="file">The name that messages give.</param>
    /// <exception cref="MeshException">
    /// The text is not YAML or JSON (<see cref="ErrorCode.ManifestSyntax"/>), a document is not a Kubernetes object
    /// (<see cref="ErrorCode.ManifestNotAnObject"/>), or it nests or repeats itself beyond measure (<see cref="ErrorCode.ManifestTooComplex"/>).
    /// Each names file, line and column.
    /// </exception>
    public static ManifestContent Parse(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        text = ManifestText.Check(text, file);
        var sink = new ManifestSink(file);
        var json = JsonStreamReader.Read(text, sink);
        if (json.End < text.Length)
            ReadYaml(text, json, sink);
        return new ManifestContent(sink.Objects, sink.Warnings);
    }

    // What starts as JSON but does not go on as JSON is read as YAML from there; if that fails too, the JSON error is the better one.
    private static void ReadYaml(string text, JsonStreamEnd json, ManifestSink sink)
    {
        try
        {
            foreach (var chunk in YamlChunk.Split(text, json.End, sink))
                YamlDocumentReader.Read(chunk, sink);
        }
        catch (MeshException e) when (json.Error is not null && e.Code == ErrorCode.ManifestSyntax)
        {
            throw json.Error;
        }
    }
}
