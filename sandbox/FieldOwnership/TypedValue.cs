namespace Cake.Istio.Sandbox.FieldOwnership;

/// <summary>How structured-merge-diff sees one value under its type.</summary>
internal enum Atom
{
    /// <summary>An object or null where an object belongs.</summary>
    Map,

    /// <summary>A list or null where a list belongs.</summary>
    List,

    /// <summary>Anything else.</summary>
    Scalar,
}

/// <summary>What the walkers over typed values share.</summary>
internal static class TypedValue
{
    /// <summary>Which of the three a value is; a type that takes anything leaves it to the value.</summary>
    public static Atom AtomOf(TypeSchema type, JsonNode? value) => type.Shape switch
    {
        TypeShape.Struct or TypeShape.Map or TypeShape.Object => Atom.Map,
        TypeShape.List => Atom.List,
        TypeShape.Any or TypeShape.Raw => value switch
        {
            null or JsonObject => Atom.Map,
            JsonArray => Atom.List,
            _ => Atom.Scalar,
        },
        _ => Atom.Scalar,
    };

    /// <summary>Is a list of this type owned as a whole?</summary>
    public static bool IsAtomicList(TypeSchema type) => type.Shape != TypeShape.List || type.ListType == ListType.Atomic;

    /// <summary>The type of a list's items.</summary>
    public static TypeSchema ItemType(TypeSchema type) => type.Shape == TypeShape.List ? type.Element! : TypeSchema.Raw;

    /// <summary>The step that selects an item of a list that is merged.</summary>
    /// <exception cref="TypedValueException">The item has no such step.</exception>
    public static PathElement ItemElement(TypeSchema list, JsonNode? item) =>
        list.ListType == ListType.Map ? KeyElement(list, item) : PathElement.OfValue(SetItem(item));

    /// <summary>Is the value null or an object without keys?</summary>
    public static bool IsNullOrEmpty(JsonNode? value) => value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    private static PathElement KeyElement(TypeSchema list, JsonNode? item)
    {
        if (item is not JsonObject map)
            throw new TypedValueException(item is null
                ? "associative list with keys may not have a null element"
                : "associative list with keys may not have non-map elements");
        var keys = new List<KeyValuePair<string, Scalar>>(list.Keys.Count);
        foreach (var key in list.Keys)
        {
            if (map.TryGetPropertyValue(key, out var value))
                keys.Add(KeyValuePair.Create(key, ScalarOf(value)));
            else if (Default(list.Element!, key) is { } fallback)
                keys.Add(KeyValuePair.Create(key, fallback));
        }
        return keys.Count > 0
            ? PathElement.OfKeys(keys)
            : throw new TypedValueException("associative list with keys has an element that omits all key fields "
                + $"[{string.Join(' ', list.Keys.Select(GoText.Quote))}] (and doesn't have default values for any key fields)");
    }

    private static Scalar? Default(TypeSchema item, string key)
    {
        if (!item.Fields.TryGetValue(key, out var field))
            return null;
        if (field.Default is { } value)
            return Scalar.Of(value);
        if (field.Presence != Presence.Always)
            return null;
        return field.Type.Shape switch
        {
            TypeShape.String => Scalar.Of(""),
            TypeShape.Int32 or TypeShape.Int64 => Scalar.Of(0),
            TypeShape.Boolean => Scalar.Of(false),
            _ => null,
        };
    }

    private static Scalar SetItem(JsonNode? item) => item switch
    {
        null => throw new TypedValueException("associative list without keys has an element that's an explicit null"),
        JsonObject => throw new TypedValueException("associative list without keys has an element that's a map type"),
        JsonArray => throw new TypedValueException("not supported: associative list with lists as elements"),
        _ => ScalarOf(item),
    };

    private static Scalar ScalarOf(JsonNode? value) => value?.GetValueKind() is JsonValueKind.Object or JsonValueKind.Array
        ? throw new TypedValueException("a key field must be a scalar")
        : Scalar.Of(value);
}
