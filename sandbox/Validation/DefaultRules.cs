using Cake.Istio.Sandbox.CustomSchemas;

namespace Cake.Istio.Sandbox.Validation;

/// <summary>The defaults in the schema of a custom resource are values that the schema allows.</summary>
internal static class DefaultRules
{
    /// <summary>Checks those of a structural schema.</summary>
    public static void Check(FieldCursor schema)
    {
        if (schema["default"].Value is { } value)
            CheckDefault(schema["default"], value, StructuralSchema.Read(schema.Value!.AsObject()));
        if (schema["items"].IsSet)
            Check(schema["items"]);
        foreach (var (_, property) in schema["properties"].Entries())
            Check(property);
    }

    private static void CheckDefault(FieldCursor place, JsonNode value, StructuralSchema schema)
    {
        if (Pruning.Prune(value.DeepClone(), schema, schema.IsEmbeddedResource).Count > 0)
            place.Invalid("must not have unknown fields");
        foreach (var error in new SchemaValidator().Validate(value, Previous.Of(null), schema, place.Path).Errors)
            error.Report(place.Findings, "");
    }
}
