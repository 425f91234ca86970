using Entries = System.Collections.Generic.Dictionary<Cake.Istio.Sandbox.FieldOwnership.ManagerKey, Cake.Istio.Sandbox.FieldOwnership.ManagedEntry>;

namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>What a change of an object does to who owns its fields (structured-merge-diff's merge.Updater).</summary>
internal static class OwnershipUpdate
{
    /// <summary>
    /// Takes changed and removed fields away from the other managers.
    /// </summary>
    /// <param name="ownership">The operation.</param>
    /// <param name="entries">The managers; changed in place.</param>
    /// <param name="actor">Who acts; its entry is left alone.</param>
    /// <param name="compare">What changes, in the terms of a type.</param>
    /// <param name="force">Take fields of others instead of reporting them.</param>
    /// <returns>The fields that others own, when not forced.</returns>
    public static IReadOnlyList<ApplyConflict> TakeFromOthers(
        Ownership ownership, Entries entries, ManagerKey actor, Func<TypeSchema, TypedComparison> compare, bool force)
    {
        var comparisons = new Dictionary<string, TypedComparison>();
        var conflicts = new List<ApplyConflict>();
        foreach (var (manager, entry) in entries.ToList())
        {
            if (manager == actor)
                continue;
            if (!comparisons.TryGetValue(entry.ApiVersion, out var comparison))
            {
                if (ownership.Type(entry.ApiVersion) is not { } type)
                {
                    entries.Remove(manager);
                    continue;
                }
                comparisons[entry.ApiVersion] = comparison = compare(type).Without(ownership.Ignored);
            }
            var contested = entry.Fields.Intersection(comparison.Modified.Union(comparison.Added));
            conflicts.AddRange(contested.Paths().Select(path => new ApplyConflict(manager, string.Concat(path))));
            Put(entries, manager, entry with { Fields = entry.Fields.Difference(contested).Difference(comparison.Removed) });
        }
        return force ? [] : conflicts;
    }

    /// <summary>Sets an entry; one without fields goes.</summary>
    public static void Put(Entries entries, ManagerKey manager, ManagedEntry entry)
    {
        if (entry.Fields.IsEmpty)
            entries.Remove(manager);
        else
            entries[manager] = entry;
    }
}
