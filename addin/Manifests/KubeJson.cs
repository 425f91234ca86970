using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests;

/// <summary>How Kubernetes objects are written as JSON: raw UTF-8, nothing escaped that JSON does not ask for.</summary>
/// <remarks>
/// A server hashes and compares what it is sent, and a report shows it: <c>服务</c> and an emoji stay what they are. The relaxed encoder
/// of System.Text.Json still escapes characters beyond the basic plane, hence <see cref="RawJsonEncoder"/>.
/// </remarks>
internal static class KubeJson
{
    /// <summary>Levels that a document may have; System.Text.Json's default of 64 is too low for some schemas.</summary>
    internal const int MaximumDepth = 1000;

    /// <summary>For reading a server's answers.</summary>
    internal static JsonDocumentOptions Documents { get; } = new() { MaxDepth = MaximumDepth };

    /// <summary>For writing, compact.</summary>
    internal static JsonSerializerOptions Compact { get; } = Options(indented: false);

    /// <summary>For writing, indented by two spaces.</summary>
    internal static JsonSerializerOptions Indented { get; } = Options(indented: true);

    /// <summary>The object as a request body.</summary>
    internal static byte[] ToUtf8(JsonNode json) => JsonSerializer.SerializeToUtf8Bytes(json, Compact);

    /// <summary>The object as text.</summary>
    internal static string ToText(JsonNode json, bool indented = false) => json.ToJsonString(indented ? Indented : Compact);

    private static JsonSerializerOptions Options(bool indented)
    {
        var options = new JsonSerializerOptions { Encoder = RawJsonEncoder.Instance, MaxDepth = MaximumDepth, WriteIndented = indented };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
