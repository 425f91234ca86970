namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>Removes what a structural schema does not know (apiextensions' pruning).</summary>
internal static class Pruning
{
    /// <summary>Prunes a value in place.</summary>
    /// <param name="value">The value.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="isResource">Is it a whole object, whose apiVersion, kind and metadata stay?</param>
    /// <returns>The paths of what was removed, in order.</returns>
    public static IReadOnlyList<string> Prune(JsonNode value, StructuralSchema schema, bool isResource)
    {
        var removed = new List<string>();
        PruneValue(value, schema, isResource, "", removed);
        removed.Sort(StringComparer.Ordinal);
        return removed;
    }

    private static bool IsMetaField(string name) => name is "apiVersion" or "kind" or "metadata";

    private static void PruneValue(JsonNode? value, StructuralSchema? schema, string path, List<string> removed) =>
        PruneValue(value, schema, schema?.IsEmbeddedResource == true, path, removed);

    private static void PruneValue(JsonNode? value, StructuralSchema? schema, bool isResource, string path, List<string> removed)
    {
        if (schema?.PreservesUnknownFields == true)
            PruneBelow(value, schema, isResource, path, removed);
        else if (value is JsonObject map)
            PruneMap(map, schema, isResource, path, removed);
        else if (value is JsonArray list)
            for (var index = 0; index < list.Count; index++)
                PruneValue(list[index], schema?.Items, At(path, index), removed);
    }

    private static void PruneMap(JsonObject map, StructuralSchema? schema, bool isResource, string path, List<string> removed)
    {
        for (var index = 0; index < map.Count; index++)
        {
            var (key, value) = map.GetAt(index);
            if (isResource && IsMetaField(key))
                continue;
            if (schema?.Field(key) is { } field)
                PruneValue(value, field, Below(path, key), removed);
            else if (schema?.AllowsAdditionalProperties == true)
                PruneValue(value, null, Below(path, key), removed);
            else
            {
                removed.Add(Below(path, key));
                map.RemoveAt(index--);
            }
        }
    }

    /// <summary>Where unknown fields stay, the declared ones are still pruned inside.</summary>
    private static void PruneBelow(JsonNode? value, StructuralSchema? schema, bool isResource, string path, List<string> removed)
    {
        if (schema is null)
            return;
        if (value is JsonObject map)
        {
            foreach (var (key, inner) in map)
                if (!(isResource && IsMetaField(key)) && (schema.Field(key) is not null || schema.AllowsAdditionalProperties))
                    PruneValue(inner, schema.Field(key), Below(path, key), removed);
        }
        else if (value is JsonArray list)
            for (var index = 0; index < list.Count; index++)
                PruneBelow(list[index], schema.Items, schema.Items?.IsEmbeddedResource == true, At(path, index), removed);
    }

    private static string Below(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string At(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
}
