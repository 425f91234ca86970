namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>Union, intersection and differences of field sets; the operands stay as they are, and results may share parts with them.</summary>
internal static class FieldSetAlgebra
{
    /// <summary>What is in either.</summary>
    public static FieldSet Union(this FieldSet left, FieldSet right)
    {
        if (right.IsEmpty)
            return left;
        if (left.IsEmpty)
            return right;
        var result = new FieldSet();
        foreach (var member in Merge(left.Members, right.Members))
            result.AddMember(member);
        foreach (var element in Merge(Heads(left), Heads(right)))
            result.AddChild(element, left.WithPrefix(element).Union(right.WithPrefix(element)));
        return result;
    }

    /// <summary>What is in both.</summary>
    public static FieldSet Intersection(this FieldSet left, FieldSet right) =>
        Where(left, right.HasMember, (element, set) => set.Intersection(right.WithPrefix(element)));

    /// <summary>What is in the left but not in the right; a parent in the right does not take its children along.</summary>
    public static FieldSet Difference(this FieldSet left, FieldSet right) => right.IsEmpty
        ? left
        : Where(left, member => !right.HasMember(member), (element, set) => set.Difference(right.WithPrefix(element)));

    /// <summary>What is in the left and neither in the right nor below a member of the right.</summary>
    public static FieldSet RecursiveDifference(this FieldSet left, FieldSet right) => right.IsEmpty
        ? left
        : Where(left, member => !right.HasMember(member), (element, set) => right.HasMember(element) ? null : set.RecursiveDifference(right.WithPrefix(element)));

    /// <summary>Are the members the same?</summary>
    public static bool SameAs(this FieldSet left, FieldSet right) =>
        left.Members.SequenceEqual(right.Members)
        && left.Children.Count == right.Children.Count
        && left.Children.Zip(right.Children).All(pair => pair.First.Key.Equals(pair.Second.Key) && pair.First.Value.SameAs(pair.Second.Value));

    private static FieldSet Where(FieldSet set, Predicate<PathElement> keep, Func<PathElement, FieldSet, FieldSet?> below)
    {
        var result = new FieldSet();
        foreach (var member in set.Members.Where(member => keep(member)))
            result.AddMember(member);
        foreach (var (element, child) in set.Children)
            if (below(element, child) is { IsEmpty: false } kept)
                result.AddChild(element, kept);
        return result;
    }

    private static IReadOnlyList<PathElement> Heads(FieldSet set) => [.. set.Children.Select(child => child.Key)];

    private static IEnumerable<PathElement> Merge(IReadOnlyList<PathElement> left, IReadOnlyList<PathElement> right)
    {
        var (l, r) = (0, 0);
        while (l < left.Count || r < right.Count)
        {
            var order = l == left.Count ? 1 : r == right.Count ? -1 : left[l].Order(right[r]);
            yield return order <= 0 ? left[l] : right[r];
            if (order <= 0)
                l++;
            if (order >= 0)
                r++;
        }
    }
}
