using Cake.Istio.Sandbox.CustomSchemas.Patterns;

namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>The validation keywords of one schema.</summary>
internal sealed class ValueRules
{
    private readonly Lazy<GoPattern?> _expression;

    /// <summary>Reads them.</summary>
    public ValueRules(JsonObject schema)
    {
        IsIntOrString = Flag(schema, "x-kubernetes-int-or-string");
        Types = IsIntOrString ? ["integer", "string"] : schema["type"] is JsonValue type ? [type.GetValue<string>()] : [];
        Format = (string?)schema["format"] ?? "";
        IsNullable = Flag(schema, "nullable");
        Required = Strings(schema["required"]);
        Choices = schema["enum"] is JsonArray choices ? [.. choices] : [];
        Pattern = (string?)schema["pattern"];
        _expression = new Lazy<GoPattern?>(() => Pattern is { } pattern ? new GoPattern(pattern) : null);
        Maximum = Number(schema, "maximum");
        Minimum = Number(schema, "minimum");
        IsMaximumExclusive = Flag(schema, "exclusiveMaximum");
        IsMinimumExclusive = Flag(schema, "exclusiveMinimum");
        MultipleOf = Number(schema, "multipleOf");
        MaxLength = (long?)Number(schema, "maxLength");
        MinLength = (long?)Number(schema, "minLength");
        MaxItems = (long?)Number(schema, "maxItems");
        MinItems = (long?)Number(schema, "minItems");
        MaxProperties = (long?)Number(schema, "maxProperties");
        MinProperties = (long?)Number(schema, "minProperties");
        HasUniqueItems = Flag(schema, "uniqueItems");
        AllOf = Schemas(schema["allOf"]);
        AnyOf = Schemas(schema["anyOf"]);
        OneOf = Schemas(schema["oneOf"]);
        Not = schema["not"] is JsonObject not ? StructuralSchema.Read(not) : null;
    }

    /// <summary>The JSON types; empty for any.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>Such as <c>date-time</c>; empty for none.</summary>
    public string Format { get; }

    /// <summary>Is it both an integer and text?</summary>
    public bool IsIntOrString { get; }

    /// <summary>May it be null?</summary>
    public bool IsNullable { get; }

    /// <summary>The fields that must be there.</summary>
    public IReadOnlyList<string> Required { get; }

    /// <summary><c>enum</c>; empty for any value.</summary>
    public IReadOnlyList<JsonNode?> Choices { get; }

    /// <summary>A regular expression for text, or null.</summary>
    public string? Pattern { get; }

    /// <summary>The pattern, compiled; or null.</summary>
    public GoPattern? Expression => _expression.Value;

    /// <summary>The greatest number, or null.</summary>
    public double? Maximum { get; }

    /// <summary>The least number, or null.</summary>
    public double? Minimum { get; }

    /// <summary>Is the maximum itself out?</summary>
    public bool IsMaximumExclusive { get; }

    /// <summary>Is the minimum itself out?</summary>
    public bool IsMinimumExclusive { get; }

    /// <summary>What numbers are multiples of, or null.</summary>
    public double? MultipleOf { get; }

    /// <summary>In Unicode characters, or null.</summary>
    public long? MaxLength { get; }

    /// <summary>In Unicode characters, or null.</summary>
    public long? MinLength { get; }

    /// <summary>Items of a list, or null.</summary>
    public long? MaxItems { get; }

    /// <summary>Items of a list, or null.</summary>
    public long? MinItems { get; }

    /// <summary>Fields of an object, or null.</summary>
    public long? MaxProperties { get; }

    /// <summary>Fields of an object, or null.</summary>
    public long? MinProperties { get; }

    /// <summary>May no item occur twice?</summary>
    public bool HasUniqueItems { get; }

    /// <summary>All of these hold.</summary>
    public IReadOnlyList<StructuralSchema> AllOf { get; }

    /// <summary>One of these holds at least.</summary>
    public IReadOnlyList<StructuralSchema> AnyOf { get; }

    /// <summary>Exactly one of these holds.</summary>
    public IReadOnlyList<StructuralSchema> OneOf { get; }

    /// <summary>This does not hold; or null.</summary>
    public StructuralSchema? Not { get; }

    private static bool Flag(JsonObject schema, string name) => schema[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    private static double? Number(JsonObject schema, string name) =>
        schema[name] is JsonValue value ? double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) : null;

    private static string[] Strings(JsonNode? list) => list is JsonArray items ? [.. items.Select(item => (string)item!)] : [];

    private static StructuralSchema[] Schemas(JsonNode? list) => list is JsonArray items ? [.. items.OfType<JsonObject>().Select(StructuralSchema.Read)] : [];
}
