using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>Whether a value fits a schema: the part of OpenAPI v3 that generated schemas use, as a CustomResourceDefinition means it.</summary>
internal static class SchemaEvaluation
{
    internal static bool Fits(JsonNode? value, JsonObject schema) => Fits(value, schema, isBranch: false);

    private static bool Fits(JsonNode? value, JsonObject schema, bool isBranch)
    {
        if (value is null)
            return (schema["type"] is not JsonValue || schema["nullable"] is JsonValue nullable && (bool)nullable) && Rules(value, schema);
        return Type(value, schema, isBranch) && Rules(value, schema) && Children(value, schema, isBranch) && Junctors(value, schema);
    }

    // A server ignores formats that it does not know, but the upgrade takes the authors of this one at their word, unless their type is another.
    private static bool Type(JsonNode value, JsonObject schema, bool isBranch)
    {
        var kind = value.GetValueKind();
        var saysIntOrString = schema["x-kubernetes-int-or-string"] is not null || (!isBranch && (string?)schema["format"] == "int-or-string");
        if (saysIntOrString && (string?)schema["type"] is not ("object" or "array"))
            return kind is JsonValueKind.Number or JsonValueKind.String;
        return (string?)schema["type"] switch
        {
            "object" => kind == JsonValueKind.Object,
            "array" => kind == JsonValueKind.Array,
            "string" => kind == JsonValueKind.String,
            "integer" => kind == JsonValueKind.Number,
            "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            _ => true,
        };
    }

    private static bool Rules(JsonNode? value, JsonObject schema) =>
        (schema["enum"] is not JsonArray allowed || allowed.Any(a => JsonNode.DeepEquals(a, value)))
        && (schema["minLength"] is not { } length || value?.GetValueKind() != JsonValueKind.String || value.ToString().Length >= Number(length))
        && (schema["minimum"] is not { } minimum || value?.GetValueKind() != JsonValueKind.Number || Number(value) >= Number(minimum))
        && (schema["required"] is not JsonArray required || value is not JsonObject o || required.All(r => o.ContainsKey((string)r!)));

    private static bool Children(JsonNode value, JsonObject schema, bool isBranch)
    {
        if (value is JsonArray array)
            return schema["items"] is not JsonObject items || array.All(item => Fits(item, items, isBranch));
        if (value is not JsonObject o)
            return true;
        var properties = schema["properties"] as JsonObject;
        return o.All(field => properties?[field.Key] is JsonObject property ? Fits(field.Value, property, isBranch)
            : schema["additionalProperties"] is not JsonObject others || Fits(field.Value, others, isBranch));
    }

    private static bool Junctors(JsonNode? value, JsonObject schema) =>
        Branches(schema, "allOf").All(b => Fits(value, b, isBranch: true))
        && (Branches(schema, "anyOf") is not { Count: > 0 } any || any.Any(b => Fits(value, b, isBranch: true)))
        && (Branches(schema, "oneOf") is not { Count: > 0 } one || one.Count(b => Fits(value, b, isBranch: true)) == 1)
        && (schema["not"] is not JsonObject not || !Fits(value, not, isBranch: true));

    private static List<JsonObject> Branches(JsonObject schema, string junctor) => (schema[junctor] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];

    private static double Number(JsonNode value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
}
