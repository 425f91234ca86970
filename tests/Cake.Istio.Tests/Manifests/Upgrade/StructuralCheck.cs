using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>What apiextensions-apiserver says against a v1 schema: ValidateStructural and ValidateCustomResourceDefinitionOpenAPISchema, told anew.</summary>
internal sealed class StructuralCheck
{
    private static readonly string[] Junctors = ["allOf", "anyOf", "oneOf"];
    private static readonly string[] Unsupported = ["$ref", "$schema", "id", "additionalItems", "definitions", "dependencies", "patternProperties"];
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];
    private static readonly string[] AtRootWithStatus =
    [
        "description", "type", "format", "title", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems",
        "minItems", "uniqueItems", "multipleOf", "required", "items", "properties", "externalDocs", "example", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-validations",
    ];

    private readonly List<string> _problems = [];

    internal static IReadOnlyList<string> Problems(JsonObject definition)
    {
        var check = new StructuralCheck();
        foreach (var version in definition["spec"]!["versions"]!.AsArray())
        {
            var hasStatus = version!["subresources"]?["status"] is not null;
            check.Root(version["schema"]!["openAPIV3Schema"]!.AsObject(), hasStatus);
        }

        return check._problems;
    }

    private void Root(JsonObject schema, bool hasStatus)
    {
        Must(Text(schema, "type") == "object", "", "the root is no object");
        Must(!schema.ContainsKey("additionalProperties"), "", "additionalProperties at the root");
        Must(!schema.ContainsKey("nullable"), "", "nullable at the root");
        if (hasStatus)
            Must(schema.All(field => AtRootWithStatus.Contains(field.Key)), "", $"one of {string.Join(',', schema.Select(f => f.Key))} at a root with status");
        foreach (var field in new[] { "apiVersion", "kind" })
            Must(schema["properties"]?[field] is not JsonObject f || Text(f, "type") == "string", $".{field}", "is no string");
        if (schema["properties"]?["metadata"] is JsonObject metadata)
        {
            Must(Text(metadata, "type") == "object" && metadata.All(f => f.Key is "type" or "properties"), ".metadata", "says more than its type");
            Must((metadata["properties"] as JsonObject)?.All(p => p.Key is "name" or "generateName") != false, ".metadata", "restricts more than the name");
        }

        Node(schema, "");
    }

    private void Node(JsonObject schema, string path)
    {
        Common(schema, path);
        var type = Text(schema, "type");
        var isAny = True(schema, "x-kubernetes-int-or-string") || True(schema, "x-kubernetes-preserve-unknown-fields");
        Must(type is null ? isAny : Types.Contains(type), path, $"has the type {type ?? "none"}");
        Must(type != "array" || schema["items"] is JsonObject, path, "is an array without items");
        Must(!(True(schema, "x-kubernetes-int-or-string") && True(schema, "x-kubernetes-preserve-unknown-fields")), path, "is int-or-string and preserves");
        Must(!schema.ContainsKey("x-kubernetes-preserve-unknown-fields") || True(schema, "x-kubernetes-preserve-unknown-fields"), path, "preserves: false");
        Must(schema["additionalProperties"] is not JsonObject || schema["properties"] is not JsonObject { Count: > 0 }, path, "has properties and additionalProperties");
        Must(!schema.ContainsKey("x-kubernetes-map-type") || type == "object", path, "has a map type without being an object");
        Must(!schema.ContainsKey("x-kubernetes-list-type") || type == "array", path, "has a list type without being an array");
        foreach (var (name, child) in schema["properties"] as JsonObject ?? [])
            Node(child!.AsObject(), $"{path}.{name}");
        if (schema["items"] is JsonObject items)
            Node(items, $"{path}[]");
        if (schema["additionalProperties"] is JsonObject others)
            Node(others, $"{path}.*");
        var mayChoose = True(schema, "x-kubernetes-int-or-string");
        foreach (var (junctor, branch) in Branches(schema))
        {
            if (!(mayChoose && junctor == "anyOf" && branch is { Count: 1 } && Text(branch, "type") is "integer" or "string"))
                Branch(branch, schema, $"{path} {junctor}");
        }
    }

    private void Branch(JsonObject branch, JsonObject structure, string path)
    {
        Common(branch, path);
        foreach (var field in branch.Select(f => f.Key))
        {
            Must(field is not ("type" or "description" or "title" or "default" or "nullable" or "additionalProperties") && !field.StartsWith("x-", StringComparison.Ordinal), path, $"has {field}");
        }

        foreach (var (name, child) in branch["properties"] as JsonObject ?? [])
        {
            Must(name != "metadata", path, "judges metadata");
            if (Must(structure["properties"]?[name] is JsonObject, path, $"judges {name}, which the structure lacks"))
                Branch(child!.AsObject(), structure["properties"]![name]!.AsObject(), $"{path}.{name}");
        }

        if (branch["items"] is JsonObject items && Must(structure["items"] is JsonObject, path, "judges items, which the structure lacks"))
            Branch(items, structure["items"]!.AsObject(), $"{path}[]");
        foreach (var (junctor, inner) in Branches(branch))
            Branch(inner, structure, $"{path} {junctor}");
    }

    private void Common(JsonObject schema, string path)
    {
        foreach (var field in Unsupported)
            Must(!schema.ContainsKey(field), path, $"has {field}");
        Must(!True(schema, "uniqueItems"), path, "has unique items");
        Must(schema["items"] is not JsonArray, path, "has a list as items");
    }

    private static IEnumerable<(string Junctor, JsonObject Branch)> Branches(JsonObject schema)
    {
        foreach (var junctor in Junctors)
        {
            foreach (var branch in schema[junctor] as JsonArray ?? [])
                yield return (junctor, branch!.AsObject());
        }

        if (schema["not"] is JsonObject not)
            yield return ("not", not);
    }

    private bool Must(bool holds, string path, string problem)
    {
        if (!holds)
            _problems.Add($"{path}: {problem}");
        return holds;
    }

    private static string? Text(JsonObject schema, string field) => schema[field] is JsonValue v && v.GetValueKind() == JsonValueKind.String ? (string?)v : null;

    private static bool True(JsonObject schema, string field) => schema[field]?.GetValueKind() == JsonValueKind.True;
}
