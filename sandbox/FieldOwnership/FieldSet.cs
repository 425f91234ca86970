namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>
/// A set of field paths, as a tree. The algebra is structured-merge-diff's (fieldpath.Set): a parent's membership says nothing of its children's.
/// A set is filled while it is built and not changed once it is shared.
/// </summary>
internal sealed class FieldSet
{
    private static readonly FieldSet None = new();

    private readonly List<PathElement> _members = [];
    private readonly List<KeyValuePair<PathElement, FieldSet>> _children = [];

    /// <summary>The set without members; not to be added to.</summary>
    public static FieldSet Empty => None;

    /// <summary>The paths of length one, in order.</summary>
    public IReadOnlyList<PathElement> Members => _members;

    /// <summary>The longer paths by their first element, in order; none of these sets is empty unless it was built so.</summary>
    public IReadOnlyList<KeyValuePair<PathElement, FieldSet>> Children => _children;

    /// <summary>Has it no members at all?</summary>
    public bool IsEmpty => _members.Count == 0 && _children.TrueForAll(child => child.Value.IsEmpty);

    /// <summary>A set of field names' paths, written with dots.</summary>
    public static FieldSet Of(params IEnumerable<string> paths)
    {
        var set = new FieldSet();
        foreach (var path in paths)
            set.Insert([.. path.Split('.').Select(PathElement.OfField)]);
        return set;
    }

    /// <summary>Adds a path; the empty path, the whole object, is owned by nobody.</summary>
    public void Insert(ReadOnlySpan<PathElement> path)
    {
        if (path.IsEmpty)
            return;
        var set = this;
        for (; path.Length > 1; path = path[1..])
            set = set.Descend(path[0]);
        set.AddMember(path[0]);
    }

    /// <summary>Adds a path of length one.</summary>
    public void AddMember(PathElement element)
    {
        var at = IndexOfMember(element);
        if (at < 0)
            _members.Insert(~at, element);
    }

    /// <summary>Adds all paths of a set under a first element under which there are none yet; the set is shared from now on.</summary>
    public void AddChild(PathElement element, FieldSet set)
    {
        var at = IndexOfChild(element);
        if (at >= 0)
            throw new ArgumentException($"There are paths under {element} already.", nameof(element));
        _children.Insert(~at, KeyValuePair.Create(element, set));
    }

    /// <summary>Is the path of length one a member?</summary>
    public bool HasMember(PathElement element) => IndexOfMember(element) >= 0;

    /// <summary>Is the path a member?</summary>
    public bool Has(ReadOnlySpan<PathElement> path)
    {
        var set = this;
        for (; path.Length > 1; path = path[1..])
            set = set.WithPrefix(path[0]);
        return !path.IsEmpty && set.HasMember(path[0]);
    }

    /// <summary>The paths that begin with the element, without it.</summary>
    public FieldSet WithPrefix(PathElement element)
    {
        var at = IndexOfChild(element);
        return at < 0 ? None : _children[at].Value;
    }

    /// <summary>Every path, parents' members before those of children.</summary>
    public IEnumerable<IReadOnlyList<PathElement>> Paths() => Paths([]);

    private IEnumerable<IReadOnlyList<PathElement>> Paths(PathElement[] prefix)
    {
        foreach (var member in _members)
            yield return [.. prefix, member];
        foreach (var (element, set) in _children)
            foreach (var path in set.Paths([.. prefix, element]))
                yield return path;
    }

    private FieldSet Descend(PathElement element)
    {
        var at = IndexOfChild(element);
        if (at >= 0)
            return _children[at].Value;
        var set = new FieldSet();
        _children.Insert(~at, KeyValuePair.Create(element, set));
        return set;
    }

    private int IndexOfMember(PathElement element) => Search(_members, element, static member => member);

    private int IndexOfChild(PathElement element) => Search(_children, element, static child => child.Key);

    private static int Search<T>(List<T> sorted, PathElement element, Func<T, PathElement> key)
    {
        var (low, high) = (0, sorted.Count - 1);
        // Paths mostly arrive in order, so the end is tried first.
        if (high < 0 || key(sorted[high]).Order(element) < 0)
            return ~sorted.Count;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = key(sorted[middle]).Order(element);
            if (order == 0)
                return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }
        return ~low;
    }
}
