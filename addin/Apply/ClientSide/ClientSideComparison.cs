using System.Text.Json.Nodes;

namespace Cake.Istio.Apply.ClientSide;

/// <summary>
/// Compares what we send with a live object and with what kubectl applied last. No difference means that a client-side apply would write nothing; a
/// difference may still turn out to be none, which only the server can tell.
/// </summary>
internal sealed class ClientSideComparison
{
    private readonly List<Difference> _differences = [];

    private readonly JsonObject _live;

    private ClientSideComparison(JsonObject live) => _live = live;

    /// <summary>The differences, removals last.</summary>
    /// <param name="body">What we would send.</param>
    /// <param name="live">The live object.</param>
    public static IReadOnlyList<Difference> Compare(JsonObject body, JsonObject live)
    {
        var comparison = new ClientSideComparison(live);
        var applied = LastApplied.Read(live);
        foreach (var (name, value) in body)
        {
            // The version is how the server was asked, and no part of the object.
            if (name is not ("apiVersion" or "kind"))
                comparison.Compare(value, live[name], FieldPath.Of(name));
        }

        comparison.AddRemovals(applied, body, FieldPath.Root);
        if (applied is null || !ValueEquality.AreWholesEqual(body, applied, FieldPath.Root))
            comparison.Add(LastApplied.Path, applied is null ? DifferenceKind.Added : DifferenceKind.Changed);
        return comparison._differences;
    }

    private void Compare(JsonNode? desired, JsonNode? live, FieldPath path)
    {
        switch (desired, live)
        {
            case (JsonObject fields, JsonObject liveFields):
                foreach (var (name, value) in fields)
                    Compare(value, liveFields[name], path.Then(name));
                break;
            case (JsonArray items, JsonArray liveItems) when HasNames(items) && HasNames(liveItems):
                foreach (var item in items)
                    Compare(item, ItemPath(item).Find(liveItems), path.Then(ItemPath(item)));
                break;
            case (JsonArray items, JsonArray liveItems) when items.Count == liveItems.Count:
                foreach (var (index, (item, liveItem)) in items.Zip(liveItems).Index())
                    Compare(item, liveItem, path.Then(FieldPathElement.OfIndex(index)));
                break;
            case (null, _) or (_, null):
                if (!ServerDefault.IsEmpty(desired) || !ServerDefault.IsEmpty(live))
                    Add(path, live is null ? DifferenceKind.Added : DifferenceKind.Changed);
                break;
            default:
                if (!ValueEquality.AreScalarsEqual(desired, live, path))
                    Add(path, DifferenceKind.Changed);
                break;
        }
    }

    // What was applied and is no longer wanted goes, as far as it is still there.
    private void AddRemovals(JsonNode? applied, JsonNode? desired, FieldPath path)
    {
        if (applied is JsonObject fields && desired is JsonObject kept)
        {
            foreach (var (name, value) in fields)
                AddRemovals(value, kept[name], path.Then(name));
        }
        else if (applied is JsonArray items && desired is JsonArray keptItems && HasNames(items) && HasNames(keptItems))
        {
            foreach (var item in items)
                AddRemovals(item, ItemPath(item).Find(keptItems), path.Then(ItemPath(item)));
        }
        else if (desired is null && !ServerDefault.IsEmpty(applied) && path.Find(_live) is not null)
        {
            Add(path, DifferenceKind.Removed);
        }
    }

    // The key of every list that kubectl merges item by item, but for the ports of a Service, which are compared in turn.
    private static bool HasNames(JsonArray items) => items.Count > 0 && items.All(item => item is JsonObject named && named["name"] is JsonValue);

    private static FieldPathElement ItemPath(JsonNode? item) => FieldPathElement.OfKeys(new() { ["name"] = item!["name"]!.DeepClone() });

    private void Add(FieldPath path, DifferenceKind kind) => _differences.Add(new(path, kind));
}
