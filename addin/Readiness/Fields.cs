using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>Reads fields of live objects; a field that is missing or of another type reads as its default.</summary>
internal static class Fields
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static IEnumerable<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray ?? []).OfType<JsonObject>();

    public static DateTimeOffset? Time(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(node.Text(path), System.Globalization.CultureInfo.InvariantCulture, out var time) ? time : null;

    public static string Name(this JsonNode? node) => node.Text("metadata", "name") ?? "";

    public static Condition? Condition(this JsonObject json, string type)
    {
        foreach (var condition in json.Objects("status", "conditions"))
        {
            if (condition.Text("type") == type)
                return new(condition.Text("status") ?? "", condition.Text("reason") ?? "", condition.Text("message") ?? "", condition.Number("observedGeneration"));
        }

        return null;
    }
}
