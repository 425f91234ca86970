using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Preflight;

/// <summary>Plans and live objects from YAML.</summary>
internal static class Planned
{
    public static IReadOnlyList<JsonObject> Objects(string yaml) => [.. ManifestReader.Parse(yaml, "mesh.yaml").Objects.Select(item => item.Json)];

    public static JsonObject Object(string yaml) => Assert.Single(Objects(yaml));

    /// <summary>Every object of the YAML is to be made.</summary>
    public static IReadOnlyList<PlannedChange> Created(string yaml) => [.. Objects(yaml).Select(body => Of(body, null, ChangeAction.Created))];

    /// <summary>The first object is what is wanted, the second what is there.</summary>
    public static PlannedChange Changed(string wanted, string live, ChangeAction action = ChangeAction.Configured) => Of(Object(wanted), Object(live), action);

    private static PlannedChange Of(JsonObject body, JsonObject? live, ChangeAction action) =>
        new(new KubeObject(body, new("mesh.yaml", 1, 1)).Ref, action) { Body = body, Live = live, Stage = StageOrder.StageOf(new KubeObject(body, new("mesh.yaml", 1, 1)).Ref) };
}
