using System.Text.Json.Nodes;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Upgrade;
using CsCheck;

namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>What holds for every definition and every workload.</summary>
public sealed class UpgradePropertyTests
{
    private static readonly Gen<(JsonObject Schema, bool KeepsUnknown, bool HasStatus)> Definitions =
        Gen.Select(Generated.Schema, Gen.Bool, Gen.Bool).Select(d => (d.Item1, d.Item2, d.Item3));

    [Fact]
    public void Every_schema_becomes_structural() =>
        Property.Holds(Definitions, d => StructuralCheck.Problems(Upgrade(d.Schema, d.KeepsUnknown, d.HasStatus).Json) is { Count: 0 }, 3_000, Print);

    [Fact]
    public void What_was_valid_stays_valid() => Property.Holds(
        Gen.Select(Definitions, Generated.Instance),
        generated =>
        {
            var (d, instance) = generated;
            var upgraded = Upgrade(d.Schema, d.KeepsUnknown, d.HasStatus).Json["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject();
            // The server itself sees to these three.
            var value = new JsonObject(instance.Where(f => f.Key is not ("metadata" or "kind")).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())));
            var old = (JsonObject)d.Schema.DeepClone();
            old["type"] = "object";
            return !SchemaEvaluation.Fits(value, old) || SchemaEvaluation.Fits(value, upgraded);
        },
        15_000,
        d => $"{Print(d.Item1)}\n{d.Item2.ToJsonString()}");

    [Fact]
    public void A_structural_schema_is_not_changed_again() => Property.Holds(
        Definitions,
        d =>
        {
            var once = new StructuralSchema(d.KeepsUnknown, d.HasStatus).FromRoot(d.Schema);
            var twice = new StructuralSchema(keepsUnknown: false, d.HasStatus);
            return JsonNode.DeepEquals(once, twice.FromRoot(once)) && twice.Losses.Count == 0;
        },
        3_000,
        Print);

    [Fact]
    public void Upgrading_an_upgraded_definition_changes_nothing() => Property.Holds(
        Definitions,
        d =>
        {
            var once = Upgrade(d.Schema, d.KeepsUnknown, d.HasStatus);
            var twice = ApiUpgrade.Upgrade([once], Upgraded.IsServed);
            return twice.Rewrites.Count == 0 && ReferenceEquals(once, twice.Objects[0]);
        },
        2_000,
        Print);

    private static KubeObject Upgrade(JsonObject schema, bool keepsUnknown, bool hasStatus)
    {
        var json = Yaml.One("apiVersion: apiextensions.k8s.io/v1beta1\nkind: CustomResourceDefinition\nmetadata: {name: xs.x.io}\nspec: {group: x.io, version: v1, names: {kind: X, plural: xs}}\n").Json;
        var spec = json["spec"]!.AsObject();
        spec["preserveUnknownFields"] = keepsUnknown;
        spec["validation"] = new JsonObject { ["openAPIV3Schema"] = schema.DeepClone() };
        if (hasStatus)
            spec["subresources"] = new JsonObject { ["status"] = new JsonObject() };
        return ApiUpgrade.Upgrade([new KubeObject(json, new("x", 1, 1))], Upgraded.IsServed).Objects[0];
    }

    private static string Print((JsonObject Schema, bool KeepsUnknown, bool HasStatus) d) =>
        $"{d.Schema.ToJsonString()} keeps {d.KeepsUnknown} status {d.HasStatus}\n{KubeJson.ToText(Upgrade(d.Schema, d.KeepsUnknown, d.HasStatus).Json["spec"]!["versions"]![0]!["schema"]!)}";
}
