using System.Globalization;
using System.Text.Json.Nodes;

namespace Cake.Istio.Apply;

/// <summary>One step of a path into an object, in the notation of managed fields (FieldsV1).</summary>
/// <remarks>
/// <c>f:name</c> is a field, <c>k:{"name":"x"}</c> a list item by its keys, <c>v:"x"</c> an item of a set, <c>i:0</c> an item by position.
/// </remarks>
internal sealed class FieldPathElement
{
    private FieldPathElement(string raw, string? field, JsonObject? keys, JsonNode? value, int? index)
    {
        Raw = raw;
        Field = field;
        Keys = keys;
        Value = value;
        Index = index;
    }

    /// <summary>The notation as in managed fields.</summary>
    public string Raw { get; }

    /// <summary>The field's name, or null for a list item.</summary>
    public string? Field { get; }

    private JsonObject? Keys { get; }

    private JsonNode? Value { get; }

    private int? Index { get; }

    public static FieldPathElement OfField(string name) => new($"f:{name}", name, null, null, null);

    public static FieldPathElement OfIndex(int index) => new($"i:{index}", null, null, null, index);

    public static FieldPathElement OfKeys(JsonObject keys) => new($"k:{JsonText.Canonical(keys)}", null, keys, null, null);

    /// <summary>Reads the notation; null for the marker <c>.</c> and for one that is not known.</summary>
    public static FieldPathElement? Parse(string raw) => raw switch
    {
        ['f', ':', ..] => OfField(raw[2..]),
        ['k', ':', ..] when JsonNode.Parse(raw[2..]) is JsonObject keys => OfKeys(keys),
        ['v', ':', ..] => new(raw, null, null, JsonNode.Parse(raw[2..]), null),
        ['i', ':', ..] => OfIndex(int.Parse(raw[2..], CultureInfo.InvariantCulture)),
        _ => null,
    };

    /// <summary>Whether a list item is the one that this element names.</summary>
    /// <param name="item">The item.</param>
    public bool Matches(JsonNode? item) => (Keys, item) switch
    {
        ({ } keys, JsonObject fields) => keys.All(key => JsonNode.DeepEquals(key.Value, fields[key.Key] ?? DefaultOf(key.Key))),
        (null, _) when Index is null && Field is null => JsonNode.DeepEquals(Value, item),
        _ => false,
    };

    /// <summary>Names another item of the same list, by the same keys.</summary>
    public FieldPathElement ForSibling(JsonNode? item) => Keys is { } keys && item is JsonObject fields
        ? OfKeys(new(keys.Select(key => KeyValuePair.Create(key.Key, (fields[key.Key] ?? DefaultOf(key.Key))?.DeepClone()))))
        : new($"v:{JsonText.Compact(item)}", null, null, item, null);

    /// <summary>The child of a node that this element names, or null.</summary>
    /// <param name="parent">An object for a field, an array for an item.</param>
    public JsonNode? Find(JsonNode? parent) => parent switch
    {
        JsonObject fields when Field is not null => fields[Field],
        JsonArray items when Index is { } index => index < items.Count ? items[index] : null,
        JsonArray items => items.FirstOrDefault(Matches),
        _ => null,
    };

    /// <summary>Gives the form of the server's messages, such as <c>.spec</c> or <c>[name="istio"]</c>.</summary>
    public override string ToString() => this switch
    {
        { Field: { } field } => $".{field}",
        { Keys: { } keys } => $"[{string.Join(',', keys.Select(key => $"{key.Key}={JsonText.Compact(key.Value)}"))}]",
        { Index: { } index } => $"[{index}]",
        _ => $"[={JsonText.Compact(Value)}]",
    };

    // A port's protocol is part of its key and may be left out of a manifest.
    private static JsonValue? DefaultOf(string key) => key == "protocol" ? JsonValue.Create("TCP") : null;
}
