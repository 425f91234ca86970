using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>Items of a set, and of a list with keys, occur once.</summary>
internal static class ListTypes
{
    /// <summary>The items that occur again.</summary>
    public static IEnumerable<(string Path, JsonNode? Value)> Violations(JsonNode? value, StructuralSchema schema, string path = "") => value switch
    {
        JsonObject map => map.SelectMany(field => schema.Field(field.Key) is { } inner
            ? Violations(field.Value, inner, path.Length == 0 ? field.Key : $"{path}.{field.Key}")
            : []),
        JsonArray list => Repeated(list, schema, path).Concat(schema.Items is { } items
            ? list.Index().SelectMany(item => Violations(item.Item, items, At(path, item.Index)))
            : []),
        _ => [],
    };

    private static IEnumerable<(string Path, JsonNode? Value)> Repeated(JsonArray list, StructuralSchema schema, string path)
    {
        if (schema.ListType is not ("set" or "map"))
            yield break;
        var seen = new Dictionary<string, int>();
        foreach (var (index, item) in list.Index())
        {
            var key = JsonTree.Sorted(schema.ListType == "set" ? item : Keys(item, schema.ListMapKeys));
            var text = key?.ToJsonString() ?? "null";
            seen[text] = seen.GetValueOrDefault(text) + 1;
            if (seen[text] == 2)
                yield return (At(path, index), key);
        }
    }

    private static JsonObject Keys(JsonNode? item, IReadOnlyList<string> keys) =>
        new(keys.Where(key => (item as JsonObject)?.ContainsKey(key) == true).Select(key => KeyValuePair.Create(key, item![key]?.DeepClone())));

    private static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
