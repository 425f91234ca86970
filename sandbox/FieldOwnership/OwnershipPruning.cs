namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>
/// Removes what an applier let go: the fields and items that it applied last time, not this time, and that nobody else owns (merge.Updater.prune).
/// </summary>
internal static class OwnershipPruning
{
    /// <summary>The merged object without them.</summary>
    /// <param name="ownership">The operation.</param>
    /// <param name="merged">The live object with the configuration laid over it.</param>
    /// <param name="entries">The managers, the applier's entry already as applied now.</param>
    /// <param name="last">What the applier applied last time.</param>
    public static JsonObject Prune(Ownership ownership, JsonObject merged, IReadOnlyDictionary<ManagerKey, ManagedEntry> entries, ManagedEntry last)
    {
        if (ownership.Type(last.ApiVersion) is not { } type)
            return merged;
        var lastFields = last.Fields.WithNamedFields(type);
        var pruned = TypedRemoval.Remove(merged, lastFields, type);

        var owned = new Dictionary<string, FieldSet>();
        foreach (var entry in entries.Values)
            owned[entry.ApiVersion] = owned.TryGetValue(entry.ApiVersion, out var fields) ? fields.Union(entry.Fields) : entry.Fields;
        foreach (var (apiVersion, fields) in owned.OrderBy(version => version.Key != last.ApiVersion).ThenBy(version => version.Key, StringComparer.Ordinal))
            if (ownership.Type(apiVersion) is { } ownedType)
                pruned = AddBackOwned(merged, pruned, fields, ownedType);

        return AddBackDangling(merged, pruned, lastFields, type);
    }

    private static JsonObject AddBackOwned(JsonObject merged, JsonObject pruned, FieldSet owned, TypeSchema type)
    {
        var mergedSet = TypedFieldSet.Of(merged, type).WithNamedFields(type);
        var keptSet = TypedFieldSet.Of(pruned, type).WithNamedFields(type).Union(owned.WithNamedFields(type));
        return TypedRemoval.Remove(merged, mergedSet.Difference(keptSet), type);
    }

    private static JsonObject AddBackDangling(JsonObject merged, JsonObject pruned, FieldSet lastFields, TypeSchema type)
    {
        var mergedSet = TypedFieldSet.Of(merged, type).WithNamedFields(type);
        var prunedSet = TypedFieldSet.Of(pruned, type).WithNamedFields(type);
        return TypedRemoval.Remove(merged, mergedSet.Difference(prunedSet).Intersection(lastFields), type);
    }
}
