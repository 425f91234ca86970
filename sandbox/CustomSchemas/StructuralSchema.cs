namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>A structural schema (<c>openAPIV3Schema</c>) of a custom resource, or of a part of it. Immutable.</summary>
internal sealed class StructuralSchema
{
    private StructuralSchema(JsonObject schema)
    {
        Rules = new ValueRules(schema);
        Properties = (schema["properties"] as JsonObject ?? []).Where(property => property.Value is JsonObject)
            .ToDictionary(property => property.Key, property => Read(property.Value!.AsObject()));
        Items = schema["items"] is JsonObject items ? Read(items) : null;
        AdditionalProperties = schema["additionalProperties"] is JsonObject additional ? Read(additional) : null;
        AllowsAdditionalProperties = AdditionalProperties is not null || IsTrue(schema, "additionalProperties");
        PreservesUnknownFields = IsTrue(schema, "x-kubernetes-preserve-unknown-fields");
        IsEmbeddedResource = IsTrue(schema, "x-kubernetes-embedded-resource");
        Default = schema["default"];
        ListType = (string?)schema["x-kubernetes-list-type"];
        MapType = (string?)schema["x-kubernetes-map-type"];
        ListMapKeys = schema["x-kubernetes-list-map-keys"] is JsonArray keys ? [.. keys.Select(key => (string)key!)] : [];
    }

    /// <summary>What values have to fulfil.</summary>
    public ValueRules Rules { get; }

    /// <summary>The declared fields.</summary>
    public IReadOnlyDictionary<string, StructuralSchema> Properties { get; }

    /// <summary>The schema of a list's items, or null.</summary>
    public StructuralSchema? Items { get; }

    /// <summary>The schema of undeclared fields, or null.</summary>
    public StructuralSchema? AdditionalProperties { get; }

    /// <summary>May there be undeclared fields?</summary>
    public bool AllowsAdditionalProperties { get; }

    /// <summary>Does pruning leave undeclared fields in place?</summary>
    public bool PreservesUnknownFields { get; }

    /// <summary>Is it a whole object with apiVersion, kind and metadata?</summary>
    public bool IsEmbeddedResource { get; }

    /// <summary>The default; shared, clone before use; or null.</summary>
    public JsonNode? Default { get; }

    /// <summary><c>x-kubernetes-list-type</c>, or null.</summary>
    public string? ListType { get; }

    /// <summary><c>x-kubernetes-map-type</c>, or null.</summary>
    public string? MapType { get; }

    /// <summary><c>x-kubernetes-list-map-keys</c>.</summary>
    public IReadOnlyList<string> ListMapKeys { get; }

    /// <summary>Reads a schema of a CustomResourceDefinition that passed validation.</summary>
    public static StructuralSchema Read(JsonObject schema) => new(schema);

    /// <summary>The schema of a field, or null.</summary>
    public StructuralSchema? Field(string name) => Properties.GetValueOrDefault(name) ?? AdditionalProperties;

    private static bool IsTrue(JsonObject schema, string name) => schema[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;
}
