namespace Cake.Istio.Sandbox.Registry;

/// <summary>Whether a write changes anything.</summary>
internal static class ObjectComparison
{
    /// <summary>Compares all but the times in managedFields: a write that would only renew those is not made.</summary>
    public static bool SameButManagedTimes(JsonObject value, JsonObject old)
    {
        if (!SameExcept(value, old, "metadata") || value["metadata"] is not JsonObject left || old["metadata"] is not JsonObject right
            || !SameExcept(left, right, "managedFields"))
            return false;
        var (entries, before) = (left.Objects("managedFields").ToList(), right.Objects("managedFields").ToList());
        return entries.Count == before.Count && entries.Zip(before).All(pair => SameExcept(pair.First, pair.Second, "time"));
    }

    /// <summary>Compares all but a few top-level fields.</summary>
    public static bool SameExcept(JsonObject left, JsonObject right, params ReadOnlySpan<string> ignored)
    {
        foreach (var (key, value) in left)
            if (!ignored.Contains(key) && !(right.TryGetPropertyValue(key, out var other) && JsonNode.DeepEquals(value, other)))
                return false;
        foreach (var (key, _) in right)
            if (!ignored.Contains(key) && !left.ContainsKey(key))
                return false;
        return true;
    }
}
