using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply;

/// <summary>JSON as text, for messages and digests.</summary>
internal static class JsonText
{
    /// <summary>On one line, members in their own order.</summary>
    public static string Compact(JsonNode? node) => node is null ? "null" : KubeJson.ToText(node);

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
