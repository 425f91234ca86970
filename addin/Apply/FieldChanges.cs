using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>Turns differences that were found without the server into what the server says will change.</summary>
internal static class FieldChanges
{
    private const string Mask = "\"***\"";

    /// <summary>The fields that really change, in the order of the differences.</summary>
    /// <param name="differences">The candidates.</param>
    /// <param name="live">The object as it is.</param>
    /// <param name="next">The object as it would be: the answer to a dry run.</param>
    public static IReadOnlyList<FieldChange> Between(IEnumerable<Difference> differences, JsonObject live, JsonObject next)
    {
        var isSecret = (string?)live["kind"] == "Secret";
        var changes = new List<FieldChange>();
        foreach (var difference in differences.Where(difference => difference.Kind != DifferenceKind.Unowned))
        {
            var before = difference.Path.Find(live);
            var after = difference.Path.Find(next);
            if (!JsonNode.DeepEquals(before, after))
                changes.Add(Of(difference.Path, before, after, IsMasked(difference.Path, isSecret)));
        }

        return changes;
    }

    private static FieldChange Of(FieldPath path, JsonNode? before, JsonNode? after, bool masked)
    {
        var kind = (before, after) switch
        {
            (null, _) => FieldChangeKind.Added,
            (_, null) => FieldChangeKind.Removed,
            _ => FieldChangeKind.Changed,
        };
        return new(kind, path.ToString(), Text(before, masked), Text(after, masked));
    }

    private static string? Text(JsonNode? value, bool masked) => value is null ? null : masked ? Mask : JsonText.Compact(value);

    // kubectl's copy of the whole object may hold a Secret's data too.
    private static bool IsMasked(FieldPath path, bool isSecret) =>
        path.LastField == OwnershipMigration.LastApplied || (isSecret && path.Elements is [{ Field: "data" or "stringData" }, ..]);
}
