using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Decoding;
using Cake.Istio.Sandbox.Errors;

namespace Cake.Istio.Sandbox.Tests.Validation;

public sealed class DefinitionRulesTests
{
    private const string Free = """{"type":"object","x-kubernetes-preserve-unknown-fields":true}""";

    [Fact]
    public void A_good_definition_passes() => Assert.Empty(Findings(_ => { }));

    [Fact]
    public void The_name_is_that_of_the_resource() => Assert.Equal(
        ["metadata.name: Invalid value: \"wrong.one.example\": must be spec.names.plural+\".\"+spec.group"],
        Findings(definition => definition["metadata"]!["name"] = "wrong.one.example"));

    [Fact]
    public void The_group_has_a_dot() => Assert.Equal(
        ["spec.group: Invalid value: \"nodot\": should be a domain with at least one dot"],
        Findings(definition => (definition["spec"]!["group"], definition["metadata"]!["name"]) = ("nodot", "as.nodot")));

    [Fact]
    public void Protected_groups_need_approval()
    {
        Assert.Equal(
            ["metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation \"api-approved.kubernetes.io\", see https://github.com/kubernetes/enhancements/pull/1111"],
            Findings(Protect));
        Assert.Empty(Findings(definition =>
        {
            Protect(definition);
            definition["metadata"]!["annotations"] = new JsonObject { ["api-approved.kubernetes.io"] = "unapproved, legacy" };
        }));

        static void Protect(JsonObject definition) => (definition["spec"]!["group"], definition["metadata"]!["name"]) = ("certs.k8s.io", "as.certs.k8s.io");
    }

    [Fact]
    public void Every_version_has_a_schema() => Assert.Equal(
        ["spec.versions[0].schema.openAPIV3Schema: Required value"], Findings(definition => Version(definition).Remove("schema")));

    [Fact]
    public void One_version_is_stored()
    {
        var findings = Findings(definition =>
        {
            Version(definition)["storage"] = false;
            definition["status"]!["storedVersions"] = new JsonArray();
        });
        Assert.Equal(2, findings.Length);
        Assert.EndsWith("must have exactly one version marked as storage version", findings[0], StringComparison.Ordinal);
        Assert.Equal("status.storedVersions: Invalid value: []: must have at least one stored version", findings[1]);
    }

    [Fact]
    public void A_version_that_was_stored_stays() => Assert.StartsWith(
        "status.storedVersions[1]: Invalid value: \"v0\": missing from spec.versions; v0 was previously a storage version",
        Assert.Single(Findings(definition => definition["status"]!["storedVersions"] = new JsonArray("v1", "v0"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"type":"object","properties":{"spec":{"properties":{"a":{"type":"string"}}}}}""",
        "spec.validation.openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified object fields")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array"}}}""", "spec.validation.openAPIV3Schema.properties[a].items: Required value: must be specified")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", "spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"text"}}}""",
        "spec.validation.openAPIV3Schema.properties[a].type: Unsupported value: \"text\": supported values: \"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\"")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","oneOf":[{"type":"object"}]}}}""",
        "spec.validation.openAPIV3Schema.properties[a].oneOf[0].type: Forbidden: must be empty to be structural")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"type":"string"},"uniqueItems":true}}}""",
        "spec.validation.openAPIV3Schema.properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object"}},"anyOf":[{"properties":{"a":{"properties":{"b":{"minLength":1}}}}}]}""",
        "spec.validation.openAPIV3Schema.properties[a].properties[b]: Required value: because it is defined in spec.validation.openAPIV3Schema.anyOf[0].properties[a].properties[b]")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer","default":"x"}}}""",
        "spec.validation.openAPIV3Schema.properties[a].default: Invalid value: \"string\": spec.validation.openAPIV3Schema.properties[a].default in body must be of type integer: \"string\"")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","pattern":"a{1001}","default":"x"}}}""", "spec.validation.openAPIV3Schema.properties[a].pattern: "
        + "Invalid value: \"a{1001}\": must be a valid regular expression, but isn't: error parsing regexp: invalid repeat count: `{1001}`")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","default":{"b":1}}}}""",
        "spec.validation.openAPIV3Schema.properties[a].default: Invalid value: {\"b\":1}: must not have unknown fields")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"string"}},"additionalProperties":{"type":"string"}}}}""",
        "spec.validation.openAPIV3Schema.properties[a].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive")]
    [InlineData("""{"type":"object","properties":{"metadata":{"type":"object","properties":{"labels":{"type":"object"}}}}}""",
        "spec.validation.openAPIV3Schema.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"type":"object","properties":{"n":{"type":"string"}}},"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["n"]}}}""",
        "spec.validation.openAPIV3Schema.properties[a].items.properties[n].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":[{"type":"string"}]}}}""",
        "spec.validation.openAPIV3Schema.properties[a].items: Forbidden: items must be a schema object and not an array")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","x-kubernetes-preserve-unknown-fields":false}}}""",
        "spec.validation.openAPIV3Schema.properties[a].x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","x-kubernetes-validations":[{"message":"m"}]}}}""",
        "spec.validation.openAPIV3Schema.properties[a].x-kubernetes-validations[0].rule: Required value: rule is not specified")]
    public void Schemas_are_structural(string schema, string expected) =>
        Assert.Equal([expected], Findings(definition => Version(definition)["schema"]!["openAPIV3Schema"] = JsonNode.Parse(schema)));

    [Theory]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"string"}],"x-kubernetes-int-or-string":true}""")]
    [InlineData("""{"allOf":[{"anyOf":[{"type":"integer"},{"type":"string"}]},{"minimum":1}],"x-kubernetes-int-or-string":true}""")]
    [InlineData("""{"type":"object","default":{},"properties":{"b":{"type":"string","default":"x"}},"oneOf":[{"required":["b"]},{"not":{"required":["b"]}}]}""")]
    public void What_is_structural_passes(string property) => Assert.Empty(Findings(definition =>
        Version(definition)["schema"]!["openAPIV3Schema"] = JsonNode.Parse("""{"type":"object","properties":{"a":PROPERTY}}""".Replace("PROPERTY", property, StringComparison.Ordinal))));

    [Theory]
    [InlineData("""{"type":"array","items":{"type":"object","properties":{"a":{"type":"string","maximum":"x"}}}}""",
        "json: cannot unmarshal string into Go struct field JSONSchemaProps.properties.maximum of type float64")]
    [InlineData("""{"type":"object","additionalProperties":5}""", "boolean or JSON schema expected")]
    public void What_is_no_schema_is_not_read(string property, string expected)
    {
        var kind = Objects.Kind("apiextensions.k8s.io/v1", "CustomResourceDefinition");
        var definition = Definition();
        Version(definition)["schema"]!["openAPIV3Schema"] = JsonNode.Parse("""{"type":"object","properties":{"a":PROPERTY}}""".Replace("PROPERTY", property, StringComparison.Ordinal));
        Assert.EndsWith(expected, Assert.Throws<StatusException>(() => ObjectForm.Complete(kind, definition)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_with_different_schemas_are_named_one_by_one() => Assert.Equal(
        ["spec.versions[1].schema.openAPIV3Schema.type: Required value: must not be empty at the root"],
        Findings(definition => definition["spec"]!["versions"]!.AsArray().Add(
            JsonNode.Parse("""{"name":"v2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"properties":{"a":{"type":"string"}}}}}"""))));

    [Fact]
    public void Columns_and_scale_paths_are_checked() => Assert.Equal(
        ["spec.subresources.scale.specReplicasPath: Invalid value: \".replicas\": should be a json path under .spec",
            "spec.additionalPrinterColumns[0].type: Invalid value: \"text\": must be one of boolean,date,integer,number,string",
            "spec.additionalPrinterColumns[0].JSONPath: Invalid value: \"spec.a\": must be a simple json path starting with .",
            "spec.selectableFields[1].jsonPath: Invalid value: \".b\": is an invalid path: does not refer to a valid field",
            "spec.selectableFields[2].jsonPath: Duplicate value: \".a\""],
        Findings(definition =>
        {
            Version(definition)["subresources"] = JsonNode.Parse("""{"scale":{"specReplicasPath":".replicas","statusReplicasPath":".status.replicas"}}""");
            Version(definition)["additionalPrinterColumns"] = JsonNode.Parse("""[{"name":"A","type":"text","jsonPath":"spec.a"}]""");
            Version(definition)["schema"]!["openAPIV3Schema"] = JsonNode.Parse("""{"type":"object","properties":{"a":{"type":"string"}}}""");
            Version(definition)["selectableFields"] = JsonNode.Parse("""[{"jsonPath":".a"},{"jsonPath":".b"},{"jsonPath":".a"}]""");
        }));

    [Fact]
    public void An_established_definition_keeps_its_scope_and_names()
    {
        var kind = Objects.Kind("apiextensions.k8s.io/v1", "CustomResourceDefinition");
        var old = Definition();
        old["status"]!["conditions"] = JsonNode.Parse("""[{"type":"Established","status":"True"}]""");
        var next = old.DeepClone().AsObject();
        next["spec"]!["scope"] = "Cluster";
        Assert.Equal(["spec.scope: Invalid value: \"Cluster\": field is immutable"], Checked.Texts(kind, next, old));
    }

    private static string[] Findings(Action<JsonObject> change)
    {
        var definition = Definition();
        change(definition);
        return Checked.Texts(Objects.Kind("apiextensions.k8s.io/v1", "CustomResourceDefinition"), definition, null);
    }

    private static JsonObject Version(JsonObject definition) => definition["spec"]!["versions"]![0]!.AsObject();

    private static JsonObject Definition() => Objects.Complete(Objects.Kind("apiextensions.k8s.io/v1", "CustomResourceDefinition"), """
        {"metadata":{"name":"as.one.example"},"spec":{"group":"one.example","scope":"Namespaced","names":{"plural":"as","singular":"a","kind":"A"},
         "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":SCHEMA}}]},"status":{"storedVersions":["v1"]}}
        """.Replace("SCHEMA", Free, StringComparison.Ordinal));
}
