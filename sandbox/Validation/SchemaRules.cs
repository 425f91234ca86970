using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cake.Istio.Sandbox.Validation;

/// <summary>Is a schema of a custom resource structural, and of what a server supports (KEP-1111)?</summary>
internal static class SchemaRules
{
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];
    private static readonly string[] Junctors = ["allOf", "anyOf", "oneOf"];

    private static readonly string[] Unsupported =
        ["id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"];

    private static readonly HashSet<string> AllowedAtRootWithStatus =
    [
        "description", "type", "format", "title", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems",
        "minItems", "uniqueItems", "multipleOf", "required", "items", "properties", "externalDocs", "example", "x-kubernetes-preserve-unknown-fields",
        "x-kubernetes-validations",
    ];

    private enum Level
    {
        Root,
        Field,
        Item,
    }

    /// <summary>Checks the schema of a whole object.</summary>
    public static void Check(FieldCursor schema, bool hasStatus)
    {
        if (hasStatus)
            CheckRootWithStatus(schema);
        if (schema["nullable"].IsTrue)
            schema.Findings.Forbidden(schema.Path + ".nullable", "nullable cannot be true at the root");
        CheckStructural(schema, Level.Root);
        CheckSupported(schema);
    }

    private static void CheckRootWithStatus(FieldCursor schema)
    {
        foreach (var (key, _) in schema.Entries())
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

    private static void CheckStructural(FieldCursor schema, Level level)
    {
        if (schema["type"].Text == "array")
            schema["items"].RequireSet("must be specified");
        if (schema["items"].IsSet)
            CheckStructural(schema["items"], Level.Item);
        foreach (var (_, property) in schema["properties"].Entries())
            CheckStructural(property, Level.Field);
        if (schema["additionalProperties"].IsSet)
        {
            if (level == Level.Root)
                schema["additionalProperties"].Forbid("must not be used at the root");
            if (schema["additionalProperties"].Value is JsonObject)
                CheckStructural(schema["additionalProperties"], Level.Field);
        }
        CheckType(schema, level);
        CheckMetadata(schema, level);
        foreach (var junctor in Junctors)
            foreach (var (nested, index) in schema[junctor].Items().Select((nested, index) => (nested, index)))
                if (!IsIntOrString(schema, junctor, index))
                    CheckNested(nested);
        if (schema["not"].IsSet)
            CheckNested(schema["not"]);
        CheckPattern(schema);
    }

    private static void CheckType(FieldCursor schema, Level level)
    {
        var type = schema["type"];
        if (schema["x-kubernetes-embedded-resource"].IsTrue && type.Text != "object")
        {
            const string Why = "must be object if x-kubernetes-embedded-resource is true";
            if (type.Require(Why))
                type.Invalid(Why);
        }
        else if (!schema["x-kubernetes-int-or-string"].IsTrue && !schema["x-kubernetes-preserve-unknown-fields"].IsTrue)
            type.Require(level switch
            {
                Level.Root => "must not be empty at the root",
                Level.Item => "must not be empty for specified array items",
                _ => "must not be empty for specified object fields",
            });
        if (level == Level.Root && !type.IsEmpty && type.Text != "object")
            type.Invalid("must be object at the root");
    }

    private static void CheckMetadata(FieldCursor schema, Level level)
    {
        if (level != Level.Root || schema["properties"].Key("metadata") is not { IsSet: true } metadata)
            return;
        if (metadata["type"].Text != "object")
            metadata["type"].Invalid("must be object");
        var rest = metadata.Value!.AsObject().Where(field => field.Key is not ("type" or "properties" or "description" or "default")).Select(field => field.Key)
            .Concat(metadata["properties"].Entries().Select(property => property.Key).Except(["name", "generateName"]));
        if (rest.Any())
            metadata.Findings.Forbidden(metadata.Path, "must not specify anything other than name and generateName, but metadata is implicitly specified");
    }

    /// <summary>Below allOf, anyOf, oneOf and not a schema only restricts values.</summary>
    private static void CheckNested(FieldCursor schema)
    {
        foreach (var field in (ReadOnlySpan<string>)["type", "title", "description"])
            if (!schema[field].IsEmpty)
                schema[field].Forbid("must be empty to be structural");
        foreach (var field in (ReadOnlySpan<string>)["additionalProperties", "default", "x-kubernetes-list-type", "x-kubernetes-map-type"])
            schema[field].Forbid("must be undefined to be structural");
        foreach (var field in (ReadOnlySpan<string>)["nullable", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string"])
            if (schema[field].IsTrue)
                schema[field].Forbid("must be false to be structural");
        foreach (var field in (ReadOnlySpan<string>)["x-kubernetes-list-map-keys", "x-kubernetes-validations"])
            if (!schema[field].IsEmpty)
                schema[field].Forbid("must be empty to be structural");
        if (schema["properties"].Key("metadata") is { IsSet: true } metadata)
            metadata.Forbid("must not be specified in a nested context");
        foreach (var (_, property) in schema["properties"].Entries())
            CheckNested(property);
        if (schema["items"].IsSet)
            CheckNested(schema["items"]);
        foreach (var nested in Junctors.SelectMany(junctor => schema[junctor].Items()))
            CheckNested(nested);
        if (schema["not"].IsSet)
            CheckNested(schema["not"]);
        CheckPattern(schema);
    }

    private static void CheckSupported(FieldCursor schema)
    {
        if (!schema["type"].IsEmpty && !Types.Contains(schema["type"].Text))
            schema.Findings.NotSupported(schema["type"].Path, schema["type"].Text, Types);
        foreach (var field in Unsupported)
            schema[field].Forbid($"{field} is not supported");
        if (schema["uniqueItems"].IsTrue)
            schema["uniqueItems"].Forbid("uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        CheckListType(schema);
        foreach (var below in Below(schema))
            CheckSupported(below);
    }

    private static void CheckListType(FieldCursor schema)
    {
        schema["x-kubernetes-map-type"].Choose("atomic", "granular");
        var listType = schema["x-kubernetes-list-type"];
        if (listType.IsSet && schema["type"].Text != "array")
        {
            const string Why = "must be array if x-kubernetes-list-type is specified";
            if (schema["type"].Require(Why))
                schema["type"].Invalid(Why);
        }
        listType.Choose("atomic", "set", "map");
        var keys = schema["x-kubernetes-list-map-keys"];
        if (keys.Count > 0 && listType.Text != "map" && listType.Require("must be map if x-kubernetes-list-map-keys is non-empty"))
            listType.Invalid("must be map if x-kubernetes-list-map-keys is non-empty");
        if (listType.Text != "map")
            return;
        keys.Require("must not be empty if x-kubernetes-list-type is map");
        var items = schema["items"];
        if (items["type"].Text != "object")
            items["type"].Invalid("must be object if parent array's x-kubernetes-list-type is map");
        foreach (var key in keys.Items())
        {
            var property = items["properties"].Key(key.Text);
            if (!property.IsSet)
                keys.Invalid("entries must all be names of item properties");
            else if (!property["default"].IsSet && !items["required"].Items().Any(name => name.Text == key.Text))
                property.Findings.Required(property.Path + ".default", "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
        }
    }

    private static void CheckPattern(FieldCursor schema)
    {
        if (schema["pattern"].IsEmpty)
            return;
        try
        {
            _ = new Regex(schema["pattern"].Text, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            schema["pattern"].Invalid($"must be a valid regular expression, but isn't: {error.Message}");
        }
    }

    private static IEnumerable<FieldCursor> Below(FieldCursor schema)
    {
        foreach (var (_, property) in schema["properties"].Entries())
            yield return property;
        foreach (var field in (string[])["items", "additionalProperties", "not"])
            if (schema[field].Value is JsonObject)
                yield return schema[field];
        foreach (var nested in Junctors.SelectMany(junctor => schema[junctor].Items()))
            yield return nested;
    }

    private static bool IsIntOrString(FieldCursor schema, string junctor, int index)
    {
        if (!schema["x-kubernetes-int-or-string"].IsTrue)
            return false;
        var anyOf = junctor == "allOf" && index == 0 ? schema["allOf"].At(0)["anyOf"] : schema["anyOf"];
        return junctor != "oneOf" && anyOf.Count == 2 && anyOf.At(0)["type"].Text == "integer" && anyOf.At(1)["type"].Text == "string";
    }
}
