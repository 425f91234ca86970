using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>
/// Compares what we send with a live object and with what we own of it. No difference means that a server-side apply would write
/// nothing; a difference may still turn out to be none, which only the server can tell.
/// </summary>
/// <remarks>
/// Whether a list is merged by keys or replaced as a whole is read from the managed fields of the live object, so that no schema is needed.
/// </remarks>
internal sealed class LiveComparison
{
    private readonly List<Difference> _differences = [];

    private readonly JsonObject _live;

    private LiveComparison(JsonObject live) => _live = live;

    /// <summary>The differences, in the order of the body, removals last at each level.</summary>
    /// <param name="body">What we would send.</param>
    /// <param name="live">The live object with its managed fields.</param>
    public static IReadOnlyList<Difference> Compare(JsonObject body, JsonObject live)
    {
        var entries = ManagedFieldsEntry.Read(live).Where(entry => entry.ApiVersion == (string?)body["apiVersion"]).ToList();
        var owned = entries.FirstOrDefault(entry => entry.IsInstaller)?.Fields;
        var known = entries.Aggregate(new FieldSet(), (union, entry) => union.Union(entry.Fields));
        var comparison = new LiveComparison(live);
        comparison.CompareFields(body, live, owned, known, FieldPath.Root);
        return comparison._differences;
    }

    private void Compare(JsonNode? desired, JsonNode? live, FieldSet? owned, FieldSet? known, FieldPath path)
    {
        if (desired is null || live is null)
            CompareWithNothing(desired, live, owned, path);
        else if (desired is JsonObject { Count: > 0 } fields && live is JsonObject liveFields && known is not { IsLeaf: true })
            CompareFields(fields, liveFields, owned, known, path);
        else if (desired is JsonArray items && live is JsonArray liveItems && known is { HasItems: true })
            CompareItems(items, liveItems, owned, known, path);
        else
            CompareWhole(desired, live, owned, path);
    }

    private void CompareWithNothing(JsonNode? desired, JsonNode? live, FieldSet? owned, FieldPath path)
    {
        // A server that writes no empty values still remembers who sent the empty scalar.
        var same = ServerDefault.IsEmpty(desired) && ServerDefault.IsEmpty(live) && (desired is not JsonValue || owned is not null);
        if (!same)
            Add(path, live is null ? DifferenceKind.Added : DifferenceKind.Changed);
    }

    private void CompareWhole(JsonNode desired, JsonNode live, FieldSet? owned, FieldPath path)
    {
        // An empty object stands for nothing of ours inside it; what others put there is theirs.
        var same = (desired is JsonObject { Count: 0 } && live is JsonObject) || ValueEquality.AreWholesEqual(desired, live, path);
        if (!same)
            Add(path, DifferenceKind.Changed);
        else if (owned is null)
            Add(path, DifferenceKind.Unowned);
        else if (!owned.IsLeaf)
            AddRemovals(owned, path);
    }

    private void CompareFields(JsonObject desired, JsonObject live, FieldSet? owned, FieldSet? known, FieldPath path)
    {
        foreach (var (name, value) in desired)
        {
            if (!IsIdentity(path, name))
                Compare(value, live[name], owned?.Field(name), known?.Field(name), path.Then(name));
        }

        foreach (var (element, set) in owned?.Children ?? [])
        {
            if (element.Field is { } name && !desired.ContainsKey(name))
                AddRemovals(set, path.Then(element));
        }
    }

    private void CompareItems(JsonArray desired, JsonArray live, FieldSet? owned, FieldSet known, FieldPath path)
    {
        var sent = new HashSet<string>(StringComparer.Ordinal);
        var positions = new List<int>();
        foreach (var item in desired)
        {
            var element = known.Children.First(child => child.Element.Field is null).Element.ForSibling(item);
            var twin = element.Find(live);
            sent.Add(element.Raw);
            if (twin is not null)
                positions.Add(live.IndexOf(twin));
            Compare(item, twin, owned?.Item(item)?.Set, known.Item(item)?.Set, path.Then(element));
        }

        if (!positions.SequenceEqual(positions.Order()))
            Add(path, DifferenceKind.Changed);
        foreach (var (element, set) in owned?.Children ?? [])
        {
            if (!sent.Contains(element.Raw))
                AddRemovals(set, path.Then(element));
        }
    }

    // Not part of what a manager can own.
    private static bool IsIdentity(FieldPath path, string name) => path.Elements switch
    {
        [] => name is "apiVersion" or "kind",
        [{ Field: "metadata" }] => name is "name" or "namespace",
        _ => false,
    };

    // What is owned and not there, such as the node port of a Service that has become a ClusterIP, is gone already.
    private void AddRemovals(FieldSet owned, FieldPath path)
    {
        foreach (var leaf in owned.IsLeaf ? [FieldPath.Root] : owned.Leaves())
        {
            var full = new FieldPath([.. path.Elements, .. leaf.Elements]);
            if (full.Find(_live) is not null)
                Add(full, DifferenceKind.Removed);
        }
    }

    private void Add(FieldPath path, DifferenceKind kind) => _differences.Add(new(path, kind));
}
