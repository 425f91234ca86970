namespace Cake.Istio.Sandbox.Patches;

/// <summary>The lists of a strategic merge patch.</summary>
internal static class StrategicLists
{
    private const string Directive = "$patch";

    /// <summary>Merges two lists of a field whose patch strategy is <c>merge</c>.</summary>
    public static JsonArray Merge(JsonArray list, JsonArray patch, FieldSchema field)
    {
        var items = list.Select(item => item?.DeepClone()).ToList();
        if (field.PatchMergeKey is not { } key)
        {
            foreach (var value in patch)
                if (!items.Exists(item => JsonNode.DeepEquals(item, value)))
                    items.Add(value?.DeepClone());
            return Order([.. items], patch, list, null);
        }
        var changes = new List<JsonObject>();
        var isReplaced = false;
        foreach (var change in patch.Select(item => item as JsonObject ?? throw NoMergeKey()))
        {
            switch ((change[Directive] as JsonValue)?.ToString())
            {
                case null:
                    changes.Add(change);
                    break;
                case "replace":
                    isReplaced = true;
                    break;
                case "delete":
                    var gone = change[key] ?? throw NoMergeKey();
                    items.RemoveAll(item => JsonNode.DeepEquals(item?[key], gone));
                    break;
                case var other:
                    throw StatusException.BadRequest($"unknown patch type found: {other}");
            }
        }
        if (isReplaced)
            return [.. changes.Select(change => StrategicMergePatch.WithoutDirectives(change.DeepClone()))];
        foreach (var change in changes)
            MergeItem(items, change, key, field.Type.Element);
        return Order([.. items], [.. changes.Select(change => new JsonObject { [key] = change[key]?.DeepClone() })], list, key);
    }

    /// <summary>
    /// Puts the items that the patch names in its order and keeps the others where they were, relative to those the list had before.
    /// </summary>
    public static JsonArray Order(JsonArray merged, JsonArray wanted, JsonArray before, string? key)
    {
        var named = merged.Where(item => IndexOf(wanted, item, key) >= 0).OrderBy(item => IndexOf(wanted, item, key)).ToList();
        var others = merged.Where(item => IndexOf(wanted, item, key) < 0).OrderBy(item => IndexOf(before, item, key)).ToList();
        var result = new JsonArray();
        var (n, o) = (0, 0);
        while (n < named.Count || o < others.Count)
        {
            var takesOther = n == named.Count || (o < others.Count && Precedes(others[o], named[n]));
            result.Add((takesOther ? others[o++] : named[n++])?.DeepClone());
        }
        return result;

        bool Precedes(JsonNode? left, JsonNode? right)
        {
            var (l, r) = (IndexOf(before, left, key), IndexOf(before, right, key));
            return l >= 0 && r >= 0 && l < r;
        }
    }

    /// <summary>Removes every occurrence of some values.</summary>
    public static void RemoveValues(JsonArray list, JsonArray values)
    {
        for (var index = list.Count - 1; index >= 0; index--)
            if (values.Any(value => JsonNode.DeepEquals(value, list[index])))
                list.RemoveAt(index);
    }

    private static void MergeItem(List<JsonNode?> items, JsonObject change, string key, TypeSchema? type)
    {
        var wanted = change[key] ?? throw NoMergeKey();
        var at = items.FindIndex(item => JsonNode.DeepEquals(item?[key], wanted));
        if (at < 0)
            items.Add(StrategicMergePatch.WithoutDirectives(change.DeepClone()));
        else
            items[at] = StrategicMergePatch.Apply(items[at]!.AsObject(), change.DeepClone().AsObject(), type);
    }

    private static int IndexOf(JsonArray list, JsonNode? item, string? key)
    {
        for (var index = 0; index < list.Count; index++)
            if (key is null ? JsonNode.DeepEquals(list[index], item) : JsonNode.DeepEquals((list[index] as JsonObject)?[key], (item as JsonObject)?[key]))
                return index;
        return -1;
    }

    private static StatusException NoMergeKey() => new(System.Net.HttpStatusCode.UnprocessableEntity, "Invalid",
        "the server rejected our request due to an error in our request") { HasDetails = true };
}
