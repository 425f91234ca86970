using System.Text.Encodings.Web;

namespace Cake.Istio.Sandbox.Json;

/// <summary>Writes JSON nodes compactly, without escaping what need not be.</summary>
internal static class JsonBytes
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2 * JsonTree.MaxDepth };

    /// <summary>The node as UTF-8.</summary>
    public static byte[] Of(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Compact);
}
