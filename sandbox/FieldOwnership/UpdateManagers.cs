namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>Keeps the number of updating managers of an object bounded.</summary>
internal static class UpdateManagers
{
    private const int Most = 10;

    private const string Bucket = "ancient-changes";

    /// <summary>Merges the oldest updaters of one version into the manager <c>ancient-changes</c> until there are no more than ten.</summary>
    public static void Cap(Dictionary<ManagerKey, ManagedEntry> entries)
    {
        var updaters = entries.Where(entry => !entry.Key.IsApplier)
            .OrderBy(entry => entry.Value.Time ?? "", StringComparer.Ordinal).ThenBy(entry => entry.Key.Manager, StringComparer.Ordinal)
            .Select(entry => entry.Key).ToList();
        var firstOf = new Dictionary<string, ManagerKey>();
        var count = updaters.Count;
        foreach (var manager in updaters)
        {
            if (count <= Most)
                return;
            var entry = entries[manager];
            if (firstOf.TryAdd(entry.ApiVersion, manager))
                continue;
            var bucket = ManagerKey.Of(Bucket, ManagerKey.Update, entry.ApiVersion, null);
            if (!entries.ContainsKey(bucket) && entries.Remove(firstOf[entry.ApiVersion], out var first))
                entries[bucket] = first;
            entries.Remove(manager);
            entries[bucket] = new ManagedEntry(entries[bucket].Fields.Union(entry.Fields), entry.ApiVersion, entry.Time);
            count--;
        }
    }
}
