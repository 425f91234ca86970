using System.Text.Json.Nodes;
using Cake.Istio.Manifests;
using Cake.Istio.Tests.Apply;
using CsCheck;

namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>A server that prunes keeps of custom objects what v1beta1 kept, which by default was everything.</summary>
public sealed class KeptObjectTests
{
    // One definition holds many, because a server takes a while to serve one.
    private const int CasesInOne = 60;

    [Theory]
    [InlineData("{type: object, additionalProperties: true}")]
    [InlineData("{additionalProperties: true}")]
    [InlineData("{type: object, properties: {s: {type: string}}, additionalProperties: true}")]
    [InlineData("{type: object, additionalProperties: {additionalProperties: true}}")]
    [InlineData("{type: object, additionalProperties: {}}")]
    [InlineData("{type: object, properties: {o: {}, s: {minLength: 1}}}")]
    [InlineData("{type: object, properties: {l: {type: array, items: {additionalProperties: true}}}}")]
    [InlineData("{type: object, required: [o], anyOf: [{properties: {o: {minLength: 1}}}]}")]
    public async Task Nothing_of_an_object_goes(string schema)
    {
        var value = Yaml.One(Yaml.Value("{a: {b: {c: 1}}, l: [{a: {b: {c: 1}}}], o: null, s: x}")).Json["v"]!;

        await AssertKeptAsync([(Yaml.One(Yaml.Value(schema)).Json["v"]!.AsObject(), value)]);
    }

    [Fact]
    public async Task Nothing_of_a_generated_object_goes()
    {
        foreach (var cases in Property.Cases(Gen.Select(Generated.Schema, Generated.Value), count: 1_200).Chunk(CasesInOne))
            await AssertKeptAsync(cases);
    }

    private static async Task AssertKeptAsync((JsonObject Schema, JsonNode? Value)[] cases)
    {
        var valid = cases.Where(item => SchemaEvaluation.Fits(item.Value, item.Schema)).ToList();
        var definition = Yaml.One("apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nmetadata: {name: xs.x.io}\nspec: {group: x.io, version: v1, scope: Cluster, names: {kind: X, plural: xs}}\n");
        var (schemas, spec) = (new JsonObject(), new JsonObject());
        foreach (var (index, (schema, value)) in valid.Index())
        {
            schemas[$"f{index}"] = schema.DeepClone();
            spec[$"f{index}"] = value?.DeepClone();
        }

        definition.Json["spec"]!["validation"] = new JsonObject
        {
            ["openAPIV3Schema"] = new JsonObject { ["properties"] = new JsonObject { ["spec"] = new JsonObject { ["properties"] = schemas } } },
        };
        var custom = Sample.Named("x.io/v1", "X", null, "x");
        custom.Json["spec"] = spec;
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.InstallAsync(ApiUpgrade.Upgrade([definition], Upgraded.IsServed).Objects);

        var resource = (await fixture.Connection.DiscoverAsync(refresh: true, fixture.Cancel)).Find("x.io/v1", "X")!;
        var kept = await fixture.Connection.CreateAsync(resource, null, (JsonObject)custom.Json.DeepClone(), null, fixture.Cancel);

        foreach (var (index, (schema, value)) in valid.Index())
        {
            var now = kept["spec"]![$"f{index}"];
            Assert.True(
                JsonNode.DeepEquals(value, now) && kept["spec"]!.AsObject().ContainsKey($"f{index}"),
                $"{schema.ToJsonString()} of {value?.ToJsonString()} kept {now?.ToJsonString()}");
        }
    }
}
