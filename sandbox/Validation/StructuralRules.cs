namespace Cake.Istio.Sandbox.Validation;

/// <summary>Does a schema say of every value what it is, outside of what only restricts it (KEP-1111)?</summary>
internal static class StructuralRules
{
    private static readonly string[] Junctors = ["anyOf", "allOf", "oneOf"];
    private static readonly string[] EmptyBelowJunctors = ["type", "title", "description", "x-kubernetes-list-map-keys", "x-kubernetes-validations"];
    private static readonly string[] UndefinedBelowJunctors = ["additionalProperties", "default", "x-kubernetes-list-type", "x-kubernetes-map-type"];

    private static readonly string[] FalseBelowJunctors =
        ["nullable", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string"];

    private enum Level
    {
        Root,
        Field,
        Item,
    }

    /// <summary>Checks the schema of a whole object; the findings come in the order of their text.</summary>
    /// <returns>Is it structural?</returns>
    public static bool Check(FieldCursor schema)
    {
        var findings = new Findings();
        CheckBelow(schema with { Findings = findings }, Level.Root);
        StructuralCompleteness.Check(schema with { Findings = findings });
        schema.Findings.AddSorted(findings);
        return findings.Causes.Count == 0;
    }

    /// <summary>The schemas that allOf, anyOf, oneOf and not hold.</summary>
    public static IEnumerable<FieldCursor> Nested(FieldCursor schema) =>
        Junctors.SelectMany(junctor => schema[junctor].Items()).Concat(schema["not"].IsSet ? [schema["not"]] : []);

    private static void CheckBelow(FieldCursor schema, Level level)
    {
        if (schema["type"].Text == "array")
            schema["items"].RequireSet("must be specified");
        if (schema["items"].IsSet)
            CheckBelow(schema["items"], Level.Item);
        foreach (var (_, property) in schema["properties"].Entries())
            CheckBelow(property, Level.Field);
        var additional = schema["additionalProperties"];
        if (level == Level.Root)
            additional.Forbid("must not be used at the root");
        if (additional.IsMap)
            CheckBelow(additional, Level.Field);
        CheckExtensions(schema);
        CheckType(schema, level);
        CheckMetadata(schema, level);
        var exempt = IntOrStringAlternatives(schema);
        foreach (var nested in Nested(schema))
            if (!exempt.Any(path => nested.Path.StartsWith(path, StringComparison.Ordinal)))
                CheckNested(nested, exempt);
        SchemaRules.CheckPattern(schema);
    }

    private static void CheckExtensions(FieldCursor schema)
    {
        if (schema["x-kubernetes-int-or-string"].IsTrue)
            foreach (var other in (ReadOnlySpan<string>)["x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource"])
                if (schema[other].IsTrue)
                    schema[other].Invalid("must be false if x-kubernetes-int-or-string is true");
        if (!schema["x-kubernetes-embedded-resource"].IsTrue)
            return;
        schema["additionalProperties"].Forbid("must not be used if x-kubernetes-embedded-resource is set");
        if (!schema["x-kubernetes-preserve-unknown-fields"].IsTrue)
            schema["properties"].Require("must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields");
    }

    private static void CheckType(FieldCursor schema, Level level)
    {
        var type = schema["type"];
        if (schema["x-kubernetes-embedded-resource"].IsTrue)
            type.RequireExactly("object", "must be object if x-kubernetes-embedded-resource is true");
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
        if (level != Level.Root && !schema["x-kubernetes-embedded-resource"].IsTrue)
            return;
        var properties = schema["properties"];
        foreach (var name in (ReadOnlySpan<string>)["kind", "apiVersion"])
            if (properties.Key(name) is { IsSet: true } property && property["type"].Text != "string")
                property.Findings.Invalid(property["type"].Path, property["type"].Text, "must be string");
        if (properties.Key("metadata") is not { IsSet: true } metadata)
            return;
        if (metadata["type"].Text != "object")
            metadata.Findings.Invalid(metadata["type"].Path, metadata["type"].Text, "must be object");
        var rest = metadata.Names().Except(["type", "properties", "default"]).Concat(metadata["properties"].Names().Except(["name", "generateName"]));
        if (level == Level.Root && rest.Any())
            metadata.Findings.Forbidden(metadata.Path, "must not specify anything other than name and generateName, but metadata is implicitly specified");
    }

    /// <summary>Below allOf, anyOf, oneOf and not a schema only restricts values.</summary>
    private static void CheckNested(FieldCursor schema, IReadOnlyList<string> exempt)
    {
        foreach (var nested in Nested(schema))
            if (!exempt.Any(path => nested.Path.StartsWith(path, StringComparison.Ordinal)))
                CheckNested(nested, exempt);
        if (schema["items"].IsSet)
            CheckNested(schema["items"], []);
        foreach (var (_, property) in schema["properties"].Entries())
            CheckNested(property, []);
        foreach (var field in EmptyBelowJunctors)
            if (!schema[field].IsEmpty)
                schema[field].Forbid("must be empty to be structural");
        foreach (var field in UndefinedBelowJunctors)
            schema[field].Forbid("must be undefined to be structural");
        foreach (var field in FalseBelowJunctors)
            if (schema[field].IsTrue)
                schema[field].Forbid("must be false to be structural");
        schema["properties"].Key("metadata").Forbid("must not be specified in a nested context");
        SchemaRules.CheckPattern(schema);
    }

    /// <summary>The paths of <c>anyOf: [{type: integer}, {type: string}]</c>, which spells out int-or-string.</summary>
    private static List<string> IntOrStringAlternatives(FieldCursor schema) =>
        [.. new[] { schema["anyOf"], schema["allOf"].At(0)["anyOf"] }
            .Where(anyOf => anyOf.Count == 2 && IsOnlyType(anyOf.At(0), "integer") && IsOnlyType(anyOf.At(1), "string")).Select(anyOf => anyOf.Path + "[")];

    private static bool IsOnlyType(FieldCursor schema, string type) => schema.Count == 1 && schema["type"].Text == type;
}
