using System.Text.Json.Nodes;

namespace Cake.Istio.Apply.Inventory;

/// <summary>Finds out from managed fields who has changed an object since it was installed.</summary>
internal static class DriftAuthors
{
    /// <summary>The managers that own fields which differ; empty where a field was removed, which leaves no trace.</summary>
    /// <param name="change">What an install of the same would change.</param>
    public static IReadOnlyList<string> Of(PlannedChange change) =>
    [
        .. from entry in ManagedFieldsEntry.Read(change.Live ?? new JsonObject())
           where !entry.IsInstaller && entry.Fields.Leaves().Select(leaf => leaf.ToString()).Any(leaf => change.Fields.Any(field => AreRelated(leaf, field.Path)))
           group entry by entry.Manager into entries
           orderby entries.Key
           select entries.Key,
    ];

    private static bool AreRelated(string leaf, string field) => IsWithin(leaf, field) || IsWithin(field, leaf);

    private static bool IsWithin(string inner, string outer) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');
}
