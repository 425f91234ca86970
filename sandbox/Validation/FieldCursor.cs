namespace Cake.Istio.Sandbox.Validation;

/// <summary>A place in an object, with the words for what may be wrong there. Cheap to make; an absent value is a place too.</summary>
internal readonly record struct FieldCursor(JsonNode? Value, string Path, Findings Findings)
{
    /// <summary>A field below.</summary>
    public FieldCursor this[string name] => new((Value as JsonObject)?[name], Path.Length == 0 ? name : $"{Path}.{name}", Findings);

    /// <summary>Is there a value?</summary>
    public bool IsSet => Value is not null;

    /// <summary>Is there nothing, or nothing in it?</summary>
    public bool IsEmpty => Value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 } || (Value.GetValueKind() == JsonValueKind.String && Text.Length == 0);

    /// <summary>The text, or the empty one.</summary>
    public string Text => Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>The number, or null.</summary>
    public long? Number => Value is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Is it true?</summary>
    public bool IsTrue => Value?.GetValueKind() == JsonValueKind.True;

    /// <summary>Is it false?</summary>
    public bool IsFalse => Value?.GetValueKind() == JsonValueKind.False;

    /// <summary>Is it an object?</summary>
    public bool IsMap => Value is JsonObject;

    /// <summary>How many items it has.</summary>
    public int Count => Value switch
    {
        JsonArray list => list.Count,
        JsonObject map => map.Count,
        _ => 0,
    };

    /// <summary>The items of a list, as places.</summary>
    public IEnumerable<FieldCursor> Items()
    {
        if (Value is not JsonArray list)
            yield break;
        for (var index = 0; index < list.Count; index++)
            yield return At(index);
    }

    /// <summary>The entries of a map, as places in the notation <c>map[key]</c>.</summary>
    public IEnumerable<(string Key, FieldCursor Value)> Entries()
    {
        if (Value is not JsonObject map)
            yield break;
        foreach (var (key, _) in map)
            yield return (key, Key(key));
    }

    /// <summary>The names of the fields that are there.</summary>
    public IEnumerable<string> Names() => Value is JsonObject map ? map.Select(field => field.Key) : [];

    /// <summary>A copy without some of its fields.</summary>
    public JsonObject Without(params ReadOnlySpan<string> names)
    {
        var copy = Value?.DeepClone() as JsonObject ?? [];
        foreach (var name in names)
            copy.Remove(name);
        return copy;
    }

    /// <summary>An item of a list.</summary>
    public FieldCursor At(int index) => new((Value as JsonArray)?[index], string.Create(CultureInfo.InvariantCulture, $"{Path}[{index}]"), Findings);

    /// <summary>An entry of a map.</summary>
    public FieldCursor Key(string key) => new((Value as JsonObject)?[key], $"{Path}[{key}]", Findings);

    /// <summary>Something must be here.</summary>
    /// <returns>Is it?</returns>
    public bool Require(string detail = "")
    {
        if (!IsEmpty)
            return true;
        Findings.Required(Path, detail);
        return false;
    }

    /// <summary>This text must be here.</summary>
    public void RequireExactly(string text, string detail)
    {
        if (Require(detail) && Text != text)
            Invalid(detail);
    }

    /// <summary>A value must be here; it may be empty.</summary>
    public void RequireSet(string detail = "")
    {
        if (!IsSet)
            Findings.Required(Path, detail);
    }

    /// <summary>Nothing may be here.</summary>
    public void Forbid(string detail)
    {
        if (IsSet)
            Findings.Forbidden(Path, detail);
    }

    /// <summary>The value breaks a rule.</summary>
    public void Invalid(string detail) => Findings.Invalid(Path, Value, detail);

    /// <summary>The value breaks these rules.</summary>
    public void Invalid(IEnumerable<string> messages) => Findings.Invalid(Path, Value, messages);

    /// <summary>The value, if there is one, is one of these.</summary>
    public void Choose(params ReadOnlySpan<string> supported)
    {
        if (!IsEmpty && !supported.Contains(Text))
            Findings.NotSupported(Path, Value, supported.ToArray());
    }

    /// <summary>The value is there and one of these.</summary>
    public void RequireChoice(params ReadOnlySpan<string> supported)
    {
        if (Require())
            Choose(supported);
    }

    /// <summary>The number, if there is one, is not negative.</summary>
    public void RequireNonNegative()
    {
        if (Number < 0)
            Invalid("must be greater than or equal to 0");
    }

    /// <summary>The value is what it was.</summary>
    public void RequireUnchanged(FieldCursor old, string detail = "field is immutable")
    {
        if (!JsonNode.DeepEquals(Value, old.Value))
            Invalid(detail);
    }
}
