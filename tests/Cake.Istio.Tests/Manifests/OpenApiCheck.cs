using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Tests.Manifests;

/// <summary>Holds a value against a schema of an OpenAPI document.</summary>
internal sealed class OpenApiCheck(JsonObject document, List<string> problems)
{
    internal void Check(JsonNode? value, JsonObject schema, string path)
    {
        schema = Resolve(schema);
        if (value is null)
            return;
        if (schema["format"] is { } format && (string)format! == "int-or-string")
            Expect(value.GetValueKind() is JsonValueKind.Number or JsonValueKind.String, path, "is neither number nor text");
        else if (schema["oneOf"] is null)
            CheckType(value, schema, path);
        if (schema["enum"] is JsonArray allowed)
            Expect(allowed.Any(a => JsonNode.DeepEquals(a, value)), path, $"is {value.ToJsonString()}, not one of {allowed.ToJsonString()}");
    }

    private void CheckType(JsonNode value, JsonObject schema, string path)
    {
        switch ((string?)schema["type"])
        {
            case "object" when value is JsonObject o:
                CheckObject(o, schema, path);
                break;
            case "array" when value is JsonArray a:
                CheckArray(a, schema, path);
                break;
            case "object" or "array":
                problems.Add($"{path}: is {value.GetValueKind()}, not {schema["type"]}");
                break;
            case "string":
                Expect(value.GetValueKind() == JsonValueKind.String, path, $"is {value.ToJsonString()}, not text");
                break;
            case "boolean":
                Expect(value.GetValueKind() is JsonValueKind.True or JsonValueKind.False, path, $"is {value.ToJsonString()}, not a boolean");
                break;
            case "integer":
                Expect(value is JsonValue v && v.TryGetValue<long>(out _), path, $"is {value.ToJsonString()}, not a whole number");
                break;
            case "number":
                Expect(value.GetValueKind() == JsonValueKind.Number, path, $"is {value.ToJsonString()}, not a number");
                break;
        }
    }

    private void CheckObject(JsonObject value, JsonObject schema, string path)
    {
        var properties = schema["properties"] as JsonObject;
        var others = schema["additionalProperties"] as JsonObject;
        foreach (var required in schema["required"] as JsonArray ?? [])
            Expect(value.ContainsKey((string)required!), path, $"has no {required}");
        foreach (var (name, item) in value)
        {
            if (properties?[name] is JsonObject property)
                Check(item, property, $"{path}.{name}");
            else if (others is not null)
                Check(item, others, $"{path}[{name}]");
            else
                Expect(properties is null, path, $"has an unknown field {name}");
        }
    }

    private void CheckArray(JsonArray value, JsonObject schema, string path)
    {
        var seen = new HashSet<string>();
        var keys = schema["x-kubernetes-list-map-keys"] as JsonArray;
        for (var i = 0; i < value.Count; i++)
        {
            Check(value[i], schema["items"]!.AsObject(), $"{path}[{i}]");
            if (keys is not null && value[i] is JsonObject item)
                Expect(seen.Add(string.Join('/', keys.Select(k => item[(string)k!]?.ToJsonString()))), $"{path}[{i}]", "has the same key as another");
        }
    }

    private JsonObject Resolve(JsonObject schema)
    {
        while (true)
        {
            if (schema["allOf"] is JsonArray { Count: 1 } all && all[0] is JsonObject only)
                schema = only;
            else if ((string?)schema["$ref"] is { } reference)
                schema = document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]!.AsObject();
            else
                return schema;
        }
    }

    private void Expect(bool fine, string path, string problem)
    {
        if (!fine)
            problems.Add($"{path}: {problem}");
    }
}
