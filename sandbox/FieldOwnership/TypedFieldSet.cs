namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>The fields that a value mentions: every leaf, every item of a merged list, every key of a free map.</summary>
internal static class TypedFieldSet
{
    /// <summary>The set of the whole value.</summary>
    public static FieldSet Of(JsonNode? value, TypeSchema type)
    {
        var set = new FieldSet();
        Collect(value, type, set);
        return set;
    }

    /// <summary>Fills the paths below the value; true when the value itself is a leaf.</summary>
    private static bool Collect(JsonNode? value, TypeSchema type, FieldSet below)
    {
        switch (TypedValue.AtomOf(type, value))
        {
            case Atom.Map when type.IsAtomic:
                return true;
            case Atom.Map:
                if (value is JsonObject map)
                    CollectMap(map, type, below);
                return false;
            case Atom.List when TypedValue.IsAtomicList(type):
                return true;
            case Atom.List:
                if (value is JsonArray list)
                    CollectList(list, type, below);
                return false;
            default:
                return true;
        }
    }

    private static void CollectMap(JsonObject map, TypeSchema type, FieldSet below)
    {
        foreach (var (key, value) in map)
        {
            var isLeaf = Add(below, PathElement.OfField(key), value, type.Child(key) ?? TypeSchema.Any);
            if (isLeaf || value is null or JsonObject { Count: 0 } || !type.Declares(key))
                below.AddMember(PathElement.OfField(key));
        }
    }

    private static void CollectList(JsonArray list, TypeSchema type, FieldSet below)
    {
        var items = list.Select(item => (Element: TypedValue.ItemElement(type, item), Item: item)).ToList();
        foreach (var (element, item) in items.DistinctBy(item => item.Element))
        {
            below.AddMember(element);
            // Of items that share a key only the key is owned.
            if (items.Count(other => other.Element.Equals(element)) == 1)
                Add(below, element, item, type.Element!);
        }
    }

    private static bool Add(FieldSet below, PathElement element, JsonNode? value, TypeSchema type)
    {
        var set = new FieldSet();
        var isLeaf = Collect(value, type, set);
        if (!set.IsEmpty)
            below.AddChild(element, set);
        return isLeaf;
    }
}
