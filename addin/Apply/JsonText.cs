using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>JSON as text, for messages and digests.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indentation = new(Relaxed) { WriteIndented = true };

    /// <summary>On one line, members in their own order.</summary>
    public static string Compact(JsonNode? node) => node is null ? "null" : node.ToJsonString(Relaxed);

    /// <summary>On several lines, for files that people read too.</summary>
    public static string Indented(JsonNode node) => node.ToJsonString(Indentation);

    /// <summary>On one line, members sorted by name: the same text for the same content.</summary>
    public static string Canonical(JsonNode? node) => Compact(Sorted(node));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
