using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>List types, which v1 checks more closely: keys must be there, and an entry of a set must be one whole.</summary>
internal sealed partial class StructuralSchema
{
    private const string ListType = "x-kubernetes-list-type";
    private const string ListMapKeys = "x-kubernetes-list-map-keys";
    private const string MapType = "x-kubernetes-map-type";

    private void Collections(JsonObject node, string path)
    {
        if (node.ContainsKey(MapType) && !IsType(node, "object"))
            node.Remove(MapType);
        var type = node.Text(ListType);
        var isValid = type switch
        {
            null => !node.ContainsKey(ListType) && !node.ContainsKey(ListMapKeys),
            _ when !IsType(node, "array") => false,
            "atomic" => !node.ContainsKey(ListMapKeys),
            "set" => !node.ContainsKey(ListMapKeys) && IsWhole(node.Object("items")),
            "map" => HasKeys(node, node.Object("items")),
            _ => false,
        };
        if (isValid)
            return;
        Lose(path, "its list type");
        node.Remove(ListType);
        node.Remove(ListMapKeys);
    }

    private static bool IsWhole(JsonObject? items) => !items.IsTrue("nullable") && items.Text("type") switch
    {
        "object" => items.Text(MapType) == "atomic",
        "array" => items.Text(ListType) is null or "atomic",
        _ => true,
    };

    private static bool HasKeys(JsonObject node, JsonObject? items)
    {
        var required = (items?["required"] as JsonArray)?.Select(static name => name?.ToString()).ToHashSet() ?? [];
        return node[ListMapKeys] is JsonArray { Count: > 0 } keys && IsType(items, "object") && !items.IsTrue("nullable") && keys.All(key =>
            items.Object("properties").Object(key?.ToString() ?? "") is { } property
            && property.Text("type") is "boolean" or "integer" or "number" or "string"
            && !property.IsTrue("nullable")
            && (required.Contains(key!.ToString()) || property.ContainsKey("default")));
    }
}
