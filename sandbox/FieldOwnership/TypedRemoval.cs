namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>Takes fields and list items out of a value.</summary>
internal static class TypedRemoval
{
    /// <summary>A copy of the object without the members of the set.</summary>
    public static JsonObject Remove(JsonObject value, FieldSet set, TypeSchema type) => RemoveFromMap(value, set, type) ?? [];

    /// <summary>The set with every declared field above its members, so that a struct goes when nothing of it stays.</summary>
    public static FieldSet WithNamedFields(this FieldSet set, TypeSchema? type)
    {
        var result = new FieldSet();
        foreach (var member in set.Members)
            result.AddMember(member);
        foreach (var (element, below) in set.Children)
        {
            var child = element.Field is { } name ? type?.Child(name) : element.IsKey ? type?.Element : null;
            if (element.Field is { } field && type?.Declares(field) == true)
                result.AddMember(element);
            result.AddChild(element, below.WithNamedFields(child));
        }
        return result;
    }

    private static JsonNode? RemoveFrom(JsonNode? value, FieldSet set, TypeSchema type) => (TypedValue.AtomOf(type, value), value) switch
    {
        (Atom.Map, JsonObject map) when !type.IsAtomic => RemoveFromMap(map, set, type),
        (Atom.List, JsonArray list) when !TypedValue.IsAtomicList(type) => RemoveFromList(list, set, type),
        (Atom.Scalar, _) => value?.DeepClone(),
        _ => null,
    };

    private static JsonObject? RemoveFromMap(JsonObject map, FieldSet set, TypeSchema type)
    {
        var result = new JsonObject();
        foreach (var (key, value) in map)
        {
            var element = PathElement.OfField(key);
            if (set.HasMember(element))
                continue;
            var below = set.WithPrefix(element);
            result[key] = below.IsEmpty ? value?.DeepClone() : RemoveFrom(value, below, type.Child(key) ?? TypeSchema.Any);
        }
        return result.Count > 0 ? result : null;
    }

    private static JsonArray? RemoveFromList(JsonArray list, FieldSet set, TypeSchema type)
    {
        var result = new JsonArray();
        foreach (var item in list)
        {
            var element = TypedValue.ItemElement(type, item);
            if (set.HasMember(element))
                continue;
            var below = set.WithPrefix(element);
            result.Add(below.IsEmpty ? item?.DeepClone() : RemoveFrom(item, below, type.Element!));
        }
        return result.Count > 0 ? result : null;
    }
}
