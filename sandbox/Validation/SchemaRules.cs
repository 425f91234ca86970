using Cake.Istio.Sandbox.CustomSchemas.Patterns;

namespace Cake.Istio.Sandbox.Validation;

/// <summary>Is the schema of a custom resource one that a server supports?</summary>
internal static class SchemaRules
{
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];

    private static readonly string[] Unsupported = ["id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"];

    private static readonly HashSet<string> AllowedAtRootWithStatus =
    [
        "description", "type", "format", "title", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems",
        "minItems", "uniqueItems", "multipleOf", "required", "items", "properties", "externalDocs", "example", "x-kubernetes-preserve-unknown-fields",
        "x-kubernetes-validations",
    ];

    /// <summary>Checks the schema of a whole object.</summary>
    public static void Check(FieldCursor schema, bool hasStatus)
    {
        if (hasStatus)
            CheckRootWithStatus(schema);
        if (schema["nullable"].IsTrue)
            schema["nullable"].Forbid("nullable cannot be true at the root");
        if (IsReadable(schema) && StructuralRules.Check(schema))
            DefaultRules.Check(schema);
        CheckSupported(schema, isRoot: true, noDefaultsWhere: null);
    }

    /// <summary>A pattern is a regular expression.</summary>
    public static void CheckPattern(FieldCursor schema)
    {
        if (schema["pattern"].IsEmpty)
            return;
        try
        {
            PatternParser.Parse(schema["pattern"].Text);
        }
        catch (FormatException error)
        {
            schema["pattern"].Invalid($"must be a valid regular expression, but isn't: {error.Message}");
        }
    }

    /// <summary>Is there nothing that a structural schema has no place for?</summary>
    private static bool IsReadable(FieldCursor schema) => Array.TrueForAll(Unsupported, field => !schema[field].IsSet) && !schema["items"].Items().Any()
        && schema["properties"].Entries().All(property => IsReadable(property.Value))
        && StructuralRules.Nested(schema).Concat([schema["items"], schema["additionalProperties"]]).Where(below => below.IsMap).All(IsReadable);

    private static void CheckRootWithStatus(FieldCursor schema)
    {
        foreach (var key in schema.Names())
        {
            if (key == "type" && schema["type"].Text != "object")
                schema["type"].Invalid("only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled");
            else if (!AllowedAtRootWithStatus.Contains(key))
                schema.Invalid("only [Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems "
                    + "UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations] fields are allowed "
                    + "at the root of the schema if the status subresource is enabled");
            else
                continue;
            return;
        }
    }

    private static void CheckSupported(FieldCursor schema, bool isRoot, string? noDefaultsWhere)
    {
        schema["type"].Choose(Types);
        if (noDefaultsWhere is not null)
            schema["default"].Forbid("must not be set " + noDefaultsWhere);
        foreach (var field in Unsupported)
            schema[field].Forbid($"{field} is not supported");
        if (schema["type"].Text == "null")
            schema["type"].Forbid("type cannot be set to null, use nullable as an alternative");
        if (schema["items"].Items().Any())
            schema["items"].Forbid("items must be a schema object and not an array");
        if (schema["uniqueItems"].IsTrue)
            schema["uniqueItems"].Forbid("uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        CheckBelow(schema, isRoot, noDefaultsWhere);
        if (schema["x-kubernetes-preserve-unknown-fields"].IsFalse)
            schema["x-kubernetes-preserve-unknown-fields"].Invalid("must be true or undefined");
        if (schema["x-kubernetes-map-type"].IsSet)
            schema["type"].RequireExactly("object", "must be object if x-kubernetes-map-type is specified");
        schema["x-kubernetes-map-type"].Choose("atomic", "granular");
        SchemaListRules.Check(schema);
        foreach (var rule in schema["x-kubernetes-validations"].Items())
            CheckExpression(rule);
    }

    // What the sandbox cannot do is to evaluate the rule.
    private static void CheckExpression(FieldCursor rule)
    {
        var (text, message) = (rule["rule"].Text.Trim(), rule["message"].Text.Trim());
        if (text.Length == 0)
            rule["rule"].Findings.Required(rule["rule"].Path, "rule is not specified");
        else if (rule["message"].Text.Length > 0 && message.Length == 0)
            rule["message"].Invalid("must be non-empty if specified");
        else if (message.AsSpan().ContainsAny('\n', '\r'))
            rule["message"].Invalid("must not contain line breaks");
        else if (message.Length == 0 && text.AsSpan().ContainsAny('\n', '\r'))
            rule["message"].Findings.Required(rule["message"].Path, "message must be specified if rule contains line breaks");
        rule["reason"].Choose("FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");
    }

    private static void CheckBelow(FieldCursor schema, bool isRoot, string? noDefaultsWhere)
    {
        var additional = schema["additionalProperties"];
        if (schema["properties"].Count > 0 && (additional.IsMap || additional.IsFalse))
            additional.Forbid("additionalProperties and properties are mutual exclusive");
        if (additional.IsMap)
            CheckSupported(additional, false, noDefaultsWhere);
        foreach (var (name, property) in schema["properties"].Entries())
            CheckSupported(property, false, isRoot && name is "metadata" or "kind" or "apiVersion" ? "in top-level " + name : noDefaultsWhere);
        foreach (var nested in StructuralRules.Nested(schema).Append(schema["items"]).Where(nested => nested.IsMap))
            CheckSupported(nested, false, noDefaultsWhere);
    }
}
