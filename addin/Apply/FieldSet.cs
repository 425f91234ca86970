using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>The fields that a manager owns: a tree in the notation of managed fields (FieldsV1).</summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<string, Node> _children = new(StringComparer.Ordinal);

    /// <summary>Whether nothing is named below: an empty set at the root, a field owned as a whole further down.</summary>
    public bool IsLeaf => _children.Count == 0;

    /// <summary>Whether items of a list are named one by one, which is so only where the server merges the list by keys.</summary>
    public bool HasItems => _children.Values.Any(child => child.Element.Field is null);

    /// <summary>The named children.</summary>
    public IEnumerable<(FieldPathElement Element, FieldSet Set)> Children => _children.Values.Select(child => (child.Element, child.Set));

    /// <summary>Reads the notation.</summary>
    public static FieldSet Parse(JsonObject fields)
    {
        var set = new FieldSet();
        foreach (var (raw, content) in fields)
        {
            if (FieldPathElement.Parse(raw) is { } element)
                set._children[element.Raw] = new(element, content is JsonObject inner ? Parse(inner) : new());
        }

        return set;
    }

    /// <summary>The part for one field, or null where it is not owned.</summary>
    public FieldSet? Field(string name) => _children.TryGetValue($"f:{name}", out var child) ? child.Set : null;

    /// <summary>The part for one list item, or null where it is not owned.</summary>
    public (FieldPathElement Element, FieldSet Set)? Item(JsonNode? item) =>
        Children.Where(child => child.Element.Matches(item)).Select(child => ((FieldPathElement, FieldSet)?)child).FirstOrDefault();

    /// <summary>Whether the path, or a field that holds it as a whole, is owned.</summary>
    public bool Owns(FieldPath path)
    {
        var set = this;
        foreach (var element in path.Elements)
        {
            if (!set._children.TryGetValue(element.Raw, out var child))
                return set.IsLeaf && !ReferenceEquals(set, this);
            set = child.Set;
        }

        return true;
    }

    /// <summary>The paths of all fields that are owned as a whole.</summary>
    public IEnumerable<FieldPath> Leaves() => Leaves(FieldPath.Root);

    /// <summary>The fields of both sets.</summary>
    public FieldSet Union(FieldSet other)
    {
        var union = new FieldSet();
        foreach (var (raw, child) in _children)
            union._children[raw] = other._children.TryGetValue(raw, out var twin) ? child with { Set = child.Set.Union(twin.Set) } : child;
        foreach (var (raw, child) in other._children)
            union._children.TryAdd(raw, child);
        return union;
    }

    private IEnumerable<FieldPath> Leaves(FieldPath at) => _children.Values.SelectMany(child =>
        child.Set.IsLeaf ? [at.Then(child.Element)] : child.Set.Leaves(at.Then(child.Element)));

    private sealed record Node(FieldPathElement Element, FieldSet Set);
}
