using System.Globalization;
using System.Text.Json.Nodes;

namespace Cake.Istio.Sandbox.Tests.Transcripts;

/// <summary>The dotted paths of transcripts; <c>*</c> walks a list.</summary>
internal static class FieldPaths
{
    public static JsonNode? Pick(JsonNode? body, string path)
    {
        var found = new List<JsonNode?> { body };
        foreach (var segment in path.Split('.'))
            found = [.. found.SelectMany(node => Step(node, segment))];
        return path.Contains('*', StringComparison.Ordinal) ? new JsonArray([.. found.Select(node => node?.DeepClone())]) : found.FirstOrDefault()?.DeepClone();
    }

    public static JsonNode? PickAll(JsonNode? body, JsonArray? only) => only is not { Count: > 0 }
        ? body
        : new JsonObject(only.Select(path => KeyValuePair.Create((string)path!, Pick(body, (string)path!))));

    private static IEnumerable<JsonNode?> Step(JsonNode? node, string segment)
    {
        if (node is JsonArray list && segment == "*")
        {
            foreach (var item in list)
                yield return item;
        }
        else if (node is JsonObject map && map.TryGetPropertyValue(segment, out var value))
            yield return value;
        else if (node is JsonArray items && int.TryParse(segment, CultureInfo.InvariantCulture, out var index) && index < items.Count)
            yield return items[index];
    }
}
