using System.Text.Json.Nodes;

namespace Cake.Istio.SchemaGenerator;

/// <summary>How kinds.txt names a type.</summary>
internal static class TypeNames
{
    private static readonly string[] Prefixes =
    [
        "io.k8s.apiextensions-apiserver.pkg.apis.", "io.k8s.kube-aggregator.pkg.apis.", "io.k8s.apimachinery.pkg.apis.", "io.k8s.apimachinery.pkg.", "io.k8s.api.",
    ];

    private static readonly Dictionary<string, string> Scalars = new()
    {
        ["api.resource.Quantity"] = "quantity",
        ["util.intstr.IntOrString"] = "intOrString",
        ["meta.v1.Time"] = "time",
        ["meta.v1.MicroTime"] = "microTime",
        ["runtime.RawExtension"] = "raw",
        ["meta.v1.FieldsV1"] = "raw",
    };

    // Types with a decoder of their own, which the OpenAPI document leaves open.
    private static readonly Dictionary<string, string> Alternatives = new()
    {
        ["apiextensions.v1.JSONSchemaPropsOrBool"] = "apiextensions.v1.JSONSchemaProps|boolean",
        ["apiextensions.v1.JSONSchemaPropsOrArray"] = "apiextensions.v1.JSONSchemaProps|[apiextensions.v1.JSONSchemaProps]",
        ["apiextensions.v1.JSONSchemaPropsOrStringArray"] = "apiextensions.v1.JSONSchemaProps|[string]",
    };

    /// <summary>The name without its package's prefix; the word for it where it is a scalar or free-form.</summary>
    public static string Shorten(string full)
    {
        var name = Prefixes.FirstOrDefault(prefix => full.StartsWith(prefix, StringComparison.Ordinal)) is { } found ? full[found.Length..] : full;
        return Scalars.GetValueOrDefault(name, name);
    }

    /// <summary>The full name of the type a schema refers to, or null.</summary>
    public static string? Reference(JsonObject schema) => ((string?)schema["$ref"])?.Split('/')[^1];

    /// <summary>The type of a schema as one word: <c>string</c>, <c>core.v1.PodSpec</c>, <c>[core.v1.Container]</c>, <c>{quantity}</c>.</summary>
    public static string Describe(JsonObject schema, JsonObject definitions)
    {
        if (Reference(schema) is { } reference)
        {
            var name = Shorten(reference);
            var isFreeForm = IsFreeForm(definitions[reference]!.AsObject()) && name.Contains('.', StringComparison.Ordinal);
            return isFreeForm ? Alternatives.GetValueOrDefault(name, "json") : name;
        }
        return ((string?)schema["type"], (string?)schema["format"]) switch
        {
            ("array", _) => $"[{Describe(schema["items"]!.AsObject(), definitions)}]",
            ("object", _) when schema["additionalProperties"] is JsonObject element => $"{{{Describe(element, definitions)}}}",
            ("object", _) => "object",
            ("string", "byte") => "bytes",
            ("string", _) => "string",
            ("integer", var format) => format ?? "int64",
            ("number", _) => "number",
            ("boolean", _) => "boolean",
            var other => throw new InvalidDataException($"no word for a schema of type {other}"),
        };
    }

    private static bool IsFreeForm(JsonObject definition) => definition["properties"] is null && definition["type"] is null;
}
