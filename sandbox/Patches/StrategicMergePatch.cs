namespace Cake.Istio.Sandbox.Patches;

/// <summary>
/// Strategic merge patch: a merge patch that knows which lists are merged, and by which key, and obeys directives
/// (<c>$patch</c>, <c>$retainKeys</c>, <c>$deleteFromPrimitiveList/…</c>, <c>$setElementOrder/…</c>); apimachinery's strategicpatch.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeleteFromPrimitiveList = "$deleteFromPrimitiveList/";
    private const string SetElementOrder = "$setElementOrder/";

    /// <summary>Carries the patch out.</summary>
    /// <param name="target">The object; changed in place.</param>
    /// <param name="patch">The patch; used up.</param>
    /// <param name="type">The type of both.</param>
    /// <exception cref="StatusException">400 when a directive is broken; 422 when a list cannot be merged.</exception>
    public static JsonObject Apply(JsonObject target, JsonObject patch, TypeSchema? type)
    {
        if (patch[Directive] is { } directive)
        {
            patch.Remove(Directive);
            return directive.ToJsonString() switch
            {
                "\"replace\"" => Detach(patch),
                "\"delete\"" => [],
                _ => throw StatusException.BadRequest($"unknown patch type found: {directive.ToJsonString()}"),
            };
        }
        Retain(target, patch);
        foreach (var (key, order) in patch.Where(field => field.Key.StartsWith(SetElementOrder, StringComparison.Ordinal)).ToList())
        {
            patch.Remove(key);
            Reorder(target, patch, key[SetElementOrder.Length..], order as JsonArray ?? throw Broken(key), type);
        }
        foreach (var (key, value) in patch.ToList())
        {
            patch.Remove(key);
            Merge(target, key, value, type);
        }
        return target;
    }

    /// <summary>What a value without a counterpart becomes: null members and directives mean nothing in it.</summary>
    public static JsonNode? WithoutDirectives(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (key, inner) in map.ToList())
                {
                    if (inner is null || key is Directive or RetainKeys || key.StartsWith(DeleteFromPrimitiveList, StringComparison.Ordinal)
                        || key.StartsWith(SetElementOrder, StringComparison.Ordinal))
                        map.Remove(key);
                    else
                        WithoutDirectives(inner);
                }
                break;
            case JsonArray list:
                for (var index = list.Count - 1; index >= 0; index--)
                {
                    if (list[index] is JsonObject item && item.ContainsKey(Directive))
                        list.RemoveAt(index);
                    else
                        WithoutDirectives(list[index]);
                }
                break;
            default:
                break;
        }
        return value;
    }

    /// <summary>A patch as it is once its directives are carried out.</summary>
    public static JsonNode? Undirected(JsonNode? patch) => patch switch
    {
        JsonObject map => new JsonObject(map.Where(field => field.Key is not (Directive or RetainKeys) && !field.Key.StartsWith(SetElementOrder, StringComparison.Ordinal))
            .Select(field => KeyValuePair.Create(field.Key, Undirected(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Undirected)]),
        _ => patch?.DeepClone(),
    };

    private static void Merge(JsonObject target, string key, JsonNode? value, TypeSchema? type)
    {
        var isDeletion = key.StartsWith(DeleteFromPrimitiveList, StringComparison.Ordinal);
        var name = isDeletion ? key[DeleteFromPrimitiveList.Length..] : key;
        var field = type?.Fields.GetValueOrDefault(name);
        if (value is null)
            target.Remove(name);
        else if (isDeletion)
        {
            if (target[name] is JsonArray list)
                StrategicLists.RemoveValues(list, value as JsonArray ?? throw Broken(key));
        }
        else if (target[name] is JsonObject map && value is JsonObject inner)
        {
            var merged = Apply(map, inner, type?.Child(name));
            if (!ReferenceEquals(merged, map))
                target[name] = merged;
        }
        else if (target[name] is JsonArray existing && value is JsonArray added && field?.PatchStrategies.HasFlag(PatchStrategies.Merge) == true)
            target[name] = StrategicLists.Merge(existing, added, field);
        else
            target[name] = WithoutDirectives(value);
    }

    private static void Retain(JsonObject target, JsonObject patch)
    {
        if (!patch.Remove(RetainKeys, out var given))
            return;
        var keys = (given as JsonArray ?? throw Broken(RetainKeys)).Select(key => key?.ToString()).ToHashSet();
        if (patch.Any(field => field.Value is not null && !field.Key.StartsWith('$') && !keys.Contains(field.Key)))
            throw StatusException.BadRequest("invalid patch format of retainKeys");
        foreach (var (key, _) in target.ToList())
            if (!keys.Contains(key))
                target.Remove(key);
    }

    private static void Reorder(JsonObject target, JsonObject patch, string name, JsonArray order, TypeSchema? type)
    {
        var field = type?.Fields.GetValueOrDefault(name);
        var before = target[name]?.DeepClone() as JsonArray;
        if (patch.TryGetPropertyValue(name, out var added))
        {
            patch.Remove(name);
            Merge(target, name, added, type);
        }
        if (target[name] is JsonArray merged)
            target[name] = StrategicLists.Order(merged, order, before ?? merged, field?.PatchMergeKey);
    }

    private static JsonObject Detach(JsonObject patch) => patch.DeepClone().AsObject();

    private static StatusException Broken(string key) => StatusException.BadRequest($"invalid patch format of {key}");
}
