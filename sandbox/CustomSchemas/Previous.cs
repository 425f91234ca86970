namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>The stored value that a new one replaces, as far as the two can be told to belong together.</summary>
/// <param name="IsKnown">Is there one?</param>
/// <param name="Value">It.</param>
internal readonly record struct Previous(bool IsKnown, JsonNode? Value)
{
    /// <summary>A stored object; none on a create.</summary>
    public static Previous Of(JsonNode? value) => value is null ? default : new(true, value);

    /// <summary>The field of the same name.</summary>
    public Previous Field(string name) => Value is JsonObject map && map.TryGetPropertyValue(name, out var value) ? new(true, value) : default;

    /// <summary>The item with the same keys; lists of other types have no identity.</summary>
    public Previous Item(JsonNode? item, StructuralSchema list)
    {
        if (Value is not JsonArray items || list.ListType != "map" || item is not JsonObject wanted)
            return default;
        var found = items.OfType<JsonObject>().FirstOrDefault(candidate => list.ListMapKeys.All(key => JsonNode.DeepEquals(candidate[key], wanted[key])));
        return Of(found);
    }

    /// <summary>Is the new value the same?</summary>
    public bool Equals(JsonNode? value) => IsKnown && JsonNode.DeepEquals(Value, value);
}
