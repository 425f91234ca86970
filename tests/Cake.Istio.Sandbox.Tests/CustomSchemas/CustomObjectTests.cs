using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.CustomSchemas;
using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.FieldOwnership;
using Cake.Istio.Sandbox.Schema;
using Cake.Istio.Sandbox.Tests.Validation;

namespace Cake.Istio.Sandbox.Tests.CustomSchemas;

public sealed class CustomObjectTests
{
    [Theory]
    [InlineData("""{"a":{"type":"string"}}""", """{"a":"x","b":1}""", """{"a":"x"}""", "spec.b")]
    [InlineData("""{"l":{"type":"array","items":{"type":"object","properties":{"a":{"type":"string"}}}}}""", """{"l":[{"a":"1","z":2}]}""", """{"l":[{"a":"1"}]}""", "spec.l[0].z")]
    [InlineData("""{"m":{"type":"object","additionalProperties":{"type":"object","properties":{"a":{"type":"string"}}}}}""", """{"m":{"k":{"a":"1","z":2}}}""", """{"m":{"k":{"a":"1"}}}""", "spec.m.k.z")]
    [InlineData("""{"p":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"a":{"type":"object","properties":{}}}}}""",
        """{"p":{"any":{"thing":1},"a":{"z":1}}}""", """{"p":{"any":{"thing":1},"a":{}}}""", "spec.p.a.z")]
    [InlineData("""{"m":{"x-kubernetes-preserve-unknown-fields":true,"additionalProperties":true}}""", """{"m":{"k":{"a":"1"},"s":"x"}}""", """{"m":{"k":{},"s":"x"}}""", "spec.m.k.a")]
    [InlineData("""{"e":{"type":"object","x-kubernetes-embedded-resource":true,"properties":{"spec":{"type":"object"}}}}""",
        """{"e":{"apiVersion":"v1","kind":"X","metadata":{"name":"n"},"other":1}}""", """{"e":{"apiVersion":"v1","kind":"X","metadata":{"name":"n"}}}""", "spec.e.other")]
    public void What_the_schema_does_not_know_is_pruned(string properties, string spec, string expected, string unknown)
    {
        var value = Custom(spec);
        var report = ObjectForm.Complete(Kind(properties), value);
        Objects.AssertJson(expected, value["spec"]);
        Assert.Equal([$"unknown field \"{unknown}\""], report.StrictErrors);
    }

    [Theory]
    [InlineData("""{"a":{"type":"string","default":"x"},"b":{"type":"object","default":{},"properties":{"c":{"type":"integer","default":3}}}}""", "{}", """{"a":"x","b":{"c":3}}""")]
    [InlineData("""{"a":{"type":"string","default":"x"},"n":{"type":"string","nullable":true,"default":"y"},"z":{"type":"string"}}""", """{"a":null,"n":null,"z":null}""", """{"a":"x","n":null}""")]
    [InlineData("""{"l":{"type":"array","items":{"type":"object","properties":{"a":{"type":"boolean","default":false}}}}}""", """{"l":[{},{"a":true}]}""", """{"l":[{"a":false},{"a":true}]}""")]
    public void Defaults_are_filled_in_and_meaningless_nulls_go(string properties, string spec, string expected)
    {
        var value = Custom(spec);
        ObjectForm.Complete(Kind(properties), value);
        Objects.AssertJson(expected, value["spec"]);
    }

    [Theory]
    [InlineData("""{"a":{"type":"integer"}}""", """{"a":"x"}""", "spec.a: Invalid value: \"string\": spec.a in body must be of type integer: \"string\"")]
    [InlineData("""{"a":{"type":"string"}}""", """{"a":5}""", "spec.a: Invalid value: \"integer\": spec.a in body must be of type string: \"integer\"")]
    [InlineData("""{"a":{"type":"object"}}""", """{"a":[]}""", "spec.a: Invalid value: \"array\": spec.a in body must be of type object: \"array\"")]
    [InlineData("""{"a":{"type":"object","required":["b"],"properties":{"b":{"type":"string"}}}}""", """{"a":{}}""", "spec.a.b: Required value")]
    [InlineData("""{"a":{"type":"string","enum":["x","y"]}}""", """{"a":"z"}""", "spec.a: Unsupported value: \"z\": supported values: \"x\", \"y\"")]
    [InlineData("""{"a":{"type":"string","pattern":"^x+$"}}""", """{"a":"y"}""", "spec.a: Invalid value: \"y\": spec.a in body should match '^x+$'")]
    [InlineData("""{"a":{"type":"integer","minimum":1}}""", """{"a":0}""", "spec.a: Invalid value: 0: spec.a in body should be greater than or equal to 1")]
    [InlineData("""{"a":{"type":"number","maximum":1,"exclusiveMaximum":true}}""", """{"a":1}""", "spec.a: Invalid value: 1: spec.a in body should be less than 1")]
    [InlineData("""{"a":{"type":"integer","multipleOf":5}}""", """{"a":7}""", "spec.a: Invalid value: 7: spec.a in body should be a multiple of 5")]
    [InlineData("""{"a":{"type":"string","maxLength":2}}""", """{"a":"xyz"}""", "spec.a: Too long: may not be more than 2 bytes")]
    [InlineData("""{"a":{"type":"string","minLength":2}}""", """{"a":"x"}""", "spec.a: Invalid value: \"x\": spec.a in body should be at least 2 chars long")]
    [InlineData("""{"a":{"type":"array","items":{"type":"string"},"maxItems":1}}""", """{"a":["x","y"]}""", "spec.a: Too many: 2: must have at most 1 item")]
    [InlineData("""{"a":{"type":"array","items":{"type":"string"},"minItems":1}}""", """{"a":[]}""", "spec.a: Invalid value: 0: spec.a in body should have at least 1 items")]
    [InlineData("""{"a":{"type":"array","items":{"type":"integer"}}}""", """{"a":[1,"x"]}""", "spec.a[1]: Invalid value: \"string\": spec.a[1] in body must be of type integer: \"string\"")]
    [InlineData("""{"a":{"type":"string","format":"date-time"}}""", """{"a":"soon"}""", "spec.a: Invalid value: \"soon\": spec.a in body must be of type date-time: \"soon\"")]
    [InlineData("""{"a":{"x-kubernetes-int-or-string":true}}""", """{"a":true}""", "spec.a: Invalid value: \"boolean\": spec.a in body must be of type integer,string: \"boolean\"")]
    [InlineData("""{"a":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}}}""", """{"a":["x","x"]}""", "spec.a[1]: Duplicate value: \"x\"")]
    [InlineData("""{"a":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","properties":{"k":{"type":"string"}}}}}""",
        """{"a":[{"k":"x"},{"k":"x"}]}""", "spec.a[1]: Duplicate value: {\"k\":\"x\"}")]
    public void Values_keep_to_their_schema(string properties, string spec, string expected) => Assert.Equal([expected], Findings(properties, spec));

    [Theory]
    [InlineData("""{"a":{"type":"object","properties":{"x":{"type":"string"},"y":{"type":"string"}},"oneOf":[{"required":["x"]},{"required":["y"]}]}}""", """{"a":{}}""",
        "<nil>: Invalid value: \"\": \"spec.a\" must validate one and only one schema (oneOf). Found none valid", "spec.a.x: Required value")]
    [InlineData("""{"a":{"type":"object","properties":{"x":{"type":"string"},"y":{"type":"string"}},"oneOf":[{"required":["x"]},{"required":["y"]}]}}""", """{"a":{"x":"1","y":"1"}}""",
        "<nil>: Invalid value: \"\": \"spec.a\" must validate one and only one schema (oneOf). Found 2 valid alternatives")]
    [InlineData("""{"a":{"type":"integer","anyOf":[{"minimum":5},{"maximum":1}]}}""", """{"a":3}""",
        "<nil>: Invalid value: \"\": \"spec.a\" must validate at least one schema (anyOf)", "spec.a: Invalid value: 3: spec.a in body should be greater than or equal to 5")]
    [InlineData("""{"a":{"type":"object","properties":{"x":{"type":"string"}},"not":{"required":["x"]}}}""", """{"a":{"x":"1"}}""",
        "<nil>: Invalid value: \"\": \"spec.a\" must not validate the schema (not)")]
    [InlineData("""{"a":{"type":"integer","allOf":[{"minimum":5},{"maximum":9}]}}""", """{"a":3}""",
        "spec.a: Invalid value: 3: spec.a in body should be greater than or equal to 5", "<nil>: Invalid value: \"\": \"spec.a\" must validate all the schemas (allOf)")]
    public void Schemas_combine(string properties, string spec, params string[] expected) => Assert.Equal(expected, Findings(properties, spec));

    [Fact]
    public void What_an_update_leaves_alone_is_not_judged_again()
    {
        var kind = Kind("""{"a":{"type":"integer","minimum":5},"b":{"type":"integer","minimum":5}}""");
        var old = Custom("""{"a":1,"b":6}""");
        Assert.Empty(Checked.Texts(kind, Custom("""{"a":1,"b":7}"""), old));
        Assert.Single(Checked.Texts(kind, Custom("""{"a":2,"b":7}"""), old));
    }

    [Fact]
    public void Metadata_is_that_of_every_object()
    {
        var kind = Kind("{}");
        var value = Custom("{}");
        value["metadata"]!["labels"] = new JsonObject { ["a"] = 1 };
        Assert.Equal("Rule in version \"v1\" cannot be handled as a Rule: json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string",
            Assert.Throws<StatusException>(() => ObjectForm.Complete(kind, value)).Message);
    }

    [Fact]
    public void Ownership_follows_the_list_types_of_the_schema()
    {
        var kind = Kind("""
            {"m":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","required":["k"],"properties":{"k":{"type":"string"},"v":{"type":"string"}}}},
             "atomic":{"type":"array","items":{"type":"string"}},"free":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}
            """);
        var applied = ServerSideApply.Apply(Objects.Ownership(kind), null, Custom("""{"m":[{"k":"a","v":"1"}],"atomic":["x"],"free":{"deep":{"er":1}}}"""), "mesh", false);
        Objects.AssertJson(
            """{"f:spec":{"f:atomic":{},"f:free":{"f:deep":{".":{},"f:er":{}}},"f:m":{"k:{\"k\":\"a\"}":{".":{},"f:k":{},"f:v":{}}}}}""",
            applied["metadata"]!["managedFields"]![0]!["fieldsV1"]);
        applied = ServerSideApply.Apply(Objects.Ownership(kind), applied, Custom("""{"m":[{"k":"b"}]}"""), "other", false);
        Objects.AssertJson("""[{"k":"a","v":"1"},{"k":"b"}]""", applied["spec"]!["m"]);
    }

    [Fact]
    public void A_schema_that_keeps_everything_is_deduced()
    {
        var definition = Definition("""{"type":"object","x-kubernetes-preserve-unknown-fields":true}""");
        var kind = CustomKind.Read(definition, definition["spec"]!["versions"]![0]!.AsObject());
        var applied = ServerSideApply.Apply(Objects.Ownership(kind), null, Custom("""{"hosts":["*"],"http":[{"match":[]}]}"""), "mesh", false);
        Objects.AssertJson("""{"f:spec":{".":{},"f:hosts":{},"f:http":{}}}""", applied["metadata"]!["managedFields"]![0]!["fieldsV1"]);
    }

    private static string[] Findings(string properties, string spec)
    {
        var kind = Kind(properties);
        var value = Custom(spec);
        ObjectForm.Complete(kind, value);
        return Checked.Texts(kind, value, null);
    }

    private static JsonObject Custom(string spec) => Objects.Parse(
        """{"apiVersion":"net.example.com/v1","kind":"Rule","metadata":{"name":"a","namespace":"n"},"spec":SPEC}""".Replace("SPEC", spec, StringComparison.Ordinal));

    private static KindSchema Kind(string properties)
    {
        var definition = Definition("""{"type":"object","properties":{"spec":{"type":"object","properties":PROPERTIES}}}""".Replace("PROPERTIES", properties, StringComparison.Ordinal));
        return CustomKind.Read(definition, definition["spec"]!["versions"]![0]!.AsObject());
    }

    private static JsonObject Definition(string schema) => Objects.Parse("""
        {"metadata":{"name":"rules.net.example.com"},"spec":{"group":"net.example.com","scope":"Namespaced","names":{"plural":"rules","singular":"rule","kind":"Rule","listKind":"RuleList"},
         "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":SCHEMA}}]}}
        """.Replace("SCHEMA", schema, StringComparison.Ordinal));
}
