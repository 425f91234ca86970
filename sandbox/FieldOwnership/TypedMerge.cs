namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>Lays an applied configuration over a live object. Nothing is removed; where both have a leaf, the configuration's stays.</summary>
internal static class TypedMerge
{
    /// <summary>A new object; both operands stay as they are.</summary>
    public static JsonObject Merge(JsonObject live, JsonObject config, TypeSchema type) => MergeMaps(live, config, type) ?? [];

    /// <summary>Merges two values that are both present.</summary>
    private static JsonNode? MergeValues(JsonNode? live, JsonNode? config, TypeSchema type)
    {
        var atom = TypedValue.AtomOf(type, config ?? live);
        if (live is not null && config is not null && TypedValue.AtomOf(type, live) != atom)
            return config.DeepClone();
        return atom switch
        {
            Atom.Map when !type.IsAtomic && !(TypedValue.IsNullOrEmpty(live) && TypedValue.IsNullOrEmpty(config)) =>
                MergeMaps(live as JsonObject, config as JsonObject, type),
            Atom.List when !TypedValue.IsAtomicList(type) && !(TypedValue.IsNullOrEmpty(live) && TypedValue.IsNullOrEmpty(config)) =>
                TypedListMerge.Merge(live as JsonArray, config as JsonArray, type, item => MergeValues(item.Live, item.Config, type.Element!)),
            _ => config?.DeepClone(),
        };
    }

    private static JsonObject? MergeMaps(JsonObject? live, JsonObject? config, TypeSchema type)
    {
        var result = new JsonObject();
        foreach (var (key, value) in live ?? [])
        {
            JsonNode? applied = null;
            result[key] = config?.TryGetPropertyValue(key, out applied) == true
                ? MergeValues(value, applied, type.Child(key) ?? TypeSchema.Any)
                : value?.DeepClone();
        }
        foreach (var (key, value) in config ?? [])
            if (live is null || !live.ContainsKey(key))
                result[key] = value?.DeepClone();
        return result.Count > 0 ? result : null;
    }
}
