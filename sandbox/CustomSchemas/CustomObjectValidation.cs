using Cake.Istio.Sandbox.Validation;

namespace Cake.Istio.Sandbox.CustomSchemas;

/// <summary>Validates custom objects against their schema. Parts that an update leaves as they were are not judged again (KEP-4008).</summary>
internal static class CustomObjectValidation
{
    /// <summary>Checks an object; through the status subresource only its status.</summary>
    public static void Check(StructuralSchema schema, JsonObject value, JsonObject? old, string? subresource, Findings findings)
    {
        if (subresource == "status")
        {
            if (value.TryGetPropertyValue("status", out var status) && schema.Field("status") is { } statusSchema)
                Report(new SchemaValidator().Validate(status, Previous.Of(old?["status"]), statusSchema, ""), "status", findings);
        }
        else
        {
            Report(new SchemaValidator().Validate(value, Previous.Of(old), schema, ""), "", findings);
            EmbeddedObjects.Check(new FieldCursor(value, "", findings), schema);
        }
        if (old is null || !ListTypes.Violations(old, schema).Any())
            foreach (var violation in ListTypes.Violations(value, schema))
                findings.Duplicate(violation.Path, violation.Value);
    }

    private static void Report(SchemaResult result, string root, Findings findings)
    {
        foreach (var error in result.Errors)
            error.Report(findings, root);
    }
}
