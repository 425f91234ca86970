namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>Fills in the defaults of a structural schema (apiextensions' defaulting).</summary>
internal static class CustomDefaults
{
    /// <summary>Removes nulls that are neither allowed nor replaced by a default. In place.</summary>
    public static void RemoveNulls(JsonNode? value, StructuralSchema? schema)
    {
        if (value is JsonObject map)
        {
            for (var index = 0; index < map.Count; index++)
            {
                var (key, inner) = map.GetAt(index);
                var field = schema?.Field(key);
                if (inner is null && field is { Rules.IsNullable: false, Default: null })
                    map.RemoveAt(index--);
                else
                    RemoveNulls(inner, field);
            }
        }
        else if (value is JsonArray list)
            foreach (var item in list)
                RemoveNulls(item, schema?.Items);
    }

    /// <summary>Sets every absent field that has a default. In place.</summary>
    public static void Apply(JsonNode? value, StructuralSchema schema)
    {
        if (value is JsonObject map)
            ApplyToMap(map, schema);
        else if (value is JsonArray list && schema.Items is { } items)
        {
            for (var index = 0; index < list.Count; index++)
            {
                if (list[index] is null && Replaces(items))
                    list[index] = items.Default!.DeepClone();
                Apply(list[index], items);
            }
        }
    }

    private static void ApplyToMap(JsonObject map, StructuralSchema schema)
    {
        foreach (var (name, property) in schema.Properties)
            if (property.Default is { } fallback && (!map.TryGetPropertyValue(name, out var given) || (given is null && Replaces(property))))
                map[name] = fallback.DeepClone();
        for (var index = 0; index < map.Count; index++)
        {
            var (key, inner) = map.GetAt(index);
            if (schema.Field(key) is not { } field)
                continue;
            if (inner is null && Replaces(field))
                map.SetAt(index, field.Default!.DeepClone());
            Apply(map[key], field);
        }
    }

    private static bool Replaces(StructuralSchema schema) => schema is { Default: not null, Rules.IsNullable: false };
}
