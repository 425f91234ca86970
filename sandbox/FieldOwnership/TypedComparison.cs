namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>What differs between two values of one type.</summary>
/// <param name="Added">Fields only the second has.</param>
/// <param name="Modified">Leaves that both have, with different values.</param>
/// <param name="Removed">Fields only the first has.</param>
internal sealed record TypedComparison(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    /// <summary>Compares.</summary>
    public static TypedComparison Of(JsonNode? before, JsonNode? after, TypeSchema type)
    {
        var walker = new Walker();
        walker.Compare(new Operand(before), new Operand(after), type);
        return walker.Result;
    }

    /// <summary>The same without fields that are not tracked, and what lies below them.</summary>
    public TypedComparison Without(FieldSet ignored) => ignored.IsEmpty
        ? this
        : new(Added.RecursiveDifference(ignored), Modified.RecursiveDifference(ignored), Removed.RecursiveDifference(ignored));

    private readonly record struct Operand(bool IsPresent, JsonNode? Value)
    {
        public Operand(JsonNode? value)
            : this(true, value)
        {
        }

        public JsonObject? Map => Value as JsonObject;

        public JsonArray? List => Value as JsonArray;
    }

    private sealed class Walker
    {
        private readonly List<PathElement> _path = [];

        public TypedComparison Result { get; } = new(new FieldSet(), new FieldSet(), new FieldSet());

        public void Compare(Operand before, Operand after, TypeSchema type)
        {
            var atom = TypedValue.AtomOf(type, after.IsPresent ? after.Value ?? before.Value : before.Value);
            if (before.IsPresent && after.IsPresent && before.Value is not null && after.Value is not null && TypedValue.AtomOf(type, before.Value) != atom)
            {
                Modify();
                return;
            }
            if (IsLeaf(atom, before, after, type))
            {
                CompareLeaf(before, after);
                return;
            }
            if (atom == Atom.Map)
                CompareMaps(before.Map, after.Map, type);
            else
                CompareLists(before.List, after.List, type);
            if (!before.IsPresent)
                Result.Added.Insert(Path);
            else if (!after.IsPresent)
                Result.Removed.Insert(Path);
        }

        private ReadOnlySpan<PathElement> Path => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_path);

        private static bool IsLeaf(Atom atom, Operand before, Operand after, TypeSchema type) => atom switch
        {
            Atom.Map => type.IsAtomic || (TypedValue.IsNullOrEmpty(before.Value) && TypedValue.IsNullOrEmpty(after.Value)),
            Atom.List => TypedValue.IsAtomicList(type) || (TypedValue.IsNullOrEmpty(before.Value) && TypedValue.IsNullOrEmpty(after.Value)),
            _ => true,
        };

        private void CompareLeaf(Operand before, Operand after)
        {
            if (!before.IsPresent)
                Result.Added.Insert(Path);
            else if (!after.IsPresent)
                Result.Removed.Insert(Path);
            else if (!JsonNode.DeepEquals(before.Value, after.Value))
                Modify();
        }

        private void Modify() => Result.Modified.Insert(Path);

        private void CompareMaps(JsonObject? before, JsonObject? after, TypeSchema type)
        {
            foreach (var (key, value) in before ?? [])
            {
                JsonNode? other = null;
                var isKept = after?.TryGetPropertyValue(key, out other) ?? false;
                CompareBelow(PathElement.OfField(key), new Operand(value), isKept ? new Operand(other) : default, type.Child(key) ?? TypeSchema.Any);
            }
            foreach (var (key, value) in after ?? [])
                if (before is null || !before.ContainsKey(key))
                    CompareBelow(PathElement.OfField(key), default, new Operand(value), type.Child(key) ?? TypeSchema.Any);
        }

        private void CompareLists(JsonArray? before, JsonArray? after, TypeSchema type)
        {
            var left = Index(before, type);
            var right = Index(after, type);
            foreach (var element in left.Keys.Union(right.Keys))
                CompareItems(element, left.GetValueOrDefault(element, []), right.GetValueOrDefault(element, []), type.Element!);
        }

        private void CompareItems(PathElement element, List<JsonNode?> before, List<JsonNode?> after, TypeSchema type)
        {
            if (before.Count <= 1 && after.Count <= 1)
                CompareBelow(element, FirstOf(before), FirstOf(after), type);
            else if (before.Count > 1 && after.Count > 1)
                InsertIf(before.Count != after.Count || !before.Zip(after).All(pair => JsonNode.DeepEquals(pair.First, pair.Second)), Result.Modified, element);
            else if (before.Count > 1)
            {
                if (after.Count > 0)
                    CompareBelow(element, default, FirstOf(after), type);
                InsertIf(true, Result.Removed, element);
            }
            else
            {
                if (before.Count > 0)
                    CompareBelow(element, FirstOf(before), default, type);
                InsertIf(true, Result.Added, element);
            }
        }

        private static Operand FirstOf(List<JsonNode?> items) => items.Count == 0 ? default : new Operand(items[0]);

        private void InsertIf(bool condition, FieldSet set, PathElement element)
        {
            if (condition)
                set.Insert([.. _path, element]);
        }

        private void CompareBelow(PathElement element, Operand before, Operand after, TypeSchema type)
        {
            _path.Add(element);
            Compare(before, after, type);
            _path.RemoveAt(_path.Count - 1);
        }

        private static Dictionary<PathElement, List<JsonNode?>> Index(JsonArray? list, TypeSchema type)
        {
            var index = new Dictionary<PathElement, List<JsonNode?>>();
            foreach (var item in list ?? [])
            {
                var element = TypedValue.ItemElement(type, item);
                if (!index.TryGetValue(element, out var items))
                    index[element] = items = [];
                items.Add(item);
            }
            return index;
        }
    }
}
