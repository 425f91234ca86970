using System.Text.Json.Nodes;
using CsCheck;

namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>Generated schemas, values that may fit them, and workloads.</summary>
internal static class Generated
{
    private static readonly Gen<string> Name = Gen.OneOf("a", "b", "metadata", "kind");

    /// <summary>A schema as v1beta1 takes it: types here and there, judgements anywhere, words that v1 forgot.</summary>
    internal static Gen<JsonObject> Schema { get; } = SchemaOf(3);

    /// <summary>A value of small depth over the same names.</summary>
    internal static Gen<JsonNode?> Value { get; } = ValueOf(3);

    /// <summary>An object at the root.</summary>
    internal static Gen<JsonObject> Instance { get; } = ObjectOf(Value);

    private static Gen<JsonNode?> ValueOf(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Const((JsonNode?)null), Gen.Int[-2, 5].Select(i => (JsonNode?)i), Gen.OneOf("", "x", "long text").Select(s => (JsonNode?)s), Gen.Bool.Select(b => (JsonNode?)b));
        if (depth == 0)
            return leaf;
        var inner = ValueOf(depth - 1);
        return Gen.OneOf(leaf, ObjectOf(inner).Select(o => (JsonNode?)o), inner.Array[0, 2].Select(items => (JsonNode?)new JsonArray(Copies(items))));
    }

    private static Gen<JsonObject> ObjectOf(Gen<JsonNode?> value) => Gen.Select(Name, value).Array[0, 3].Select(fields =>
    {
        var o = new JsonObject();
        foreach (var (name, item) in fields)
            o[name] = item?.DeepClone();
        return o;
    });

    private static Gen<JsonObject> SchemaOf(int depth)
    {
        var rule = Gen.OneOf(
            Gen.OneOf("object", "array", "string", "integer", "boolean").Select(t => Field("type", t)),
            Gen.Int[0, 3].Select(i => Field("minimum", i)),
            Gen.Int[0, 3].Select(i => Field("minLength", i)),
            Gen.OneOf("", "x").Select(s => Field("enum", new JsonArray(s, 1))),
            Name.Select(n => Field("required", new JsonArray(n))),
            Gen.OneOf("description", "definitions", "uniqueItems", "readOnly", "x-other", "nullable").Select(f => Field(f, f == "description" ? "text" : false)),
            Gen.Const(("format", (JsonNode?)"int-or-string")),
            Gen.Const(("additionalProperties", (JsonNode?)true)),
            Gen.Const(("anyOf", (JsonNode?)JsonNode.Parse("""[{"type":"string"},{"type":"integer"}]"""))));
        if (depth == 0)
            return rule.Array[0, 2].Select(Of);
        var inner = SchemaOf(depth - 1);
        var part = Gen.OneOf(
            rule,
            Gen.Select(Name, inner).Array[0, 3].Select(fields => ("properties", (JsonNode?)Of([.. fields.Select(f => (f.Item1, (JsonNode?)f.Item2))]))),
            inner.Select(s => ("items", (JsonNode?)s)),
            inner.Select(s => ("additionalProperties", (JsonNode?)s)),
            inner.Select(s => ("not", (JsonNode?)s)),
            Gen.Select(Gen.OneOf("allOf", "anyOf", "oneOf"), inner.Array[1, 3]).Select(j => (j.Item1, (JsonNode?)new JsonArray(Copies(j.Item2)))));
        return part.Array[0, 4].Select(Of);
    }

    private static (string, JsonNode?) Field(string name, JsonNode value) => (name, value);

    private static JsonNode?[] Copies(IEnumerable<JsonNode?> nodes) => [.. nodes.Select(n => n?.DeepClone())];

    private static JsonObject Of((string Name, JsonNode? Value)[] fields)
    {
        var o = new JsonObject();
        foreach (var (name, value) in fields)
            o[name] = value?.DeepClone();
        return o;
    }
}
