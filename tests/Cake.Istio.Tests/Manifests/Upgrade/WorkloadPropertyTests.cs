using System.Text.Json.Nodes;
using Cake.Istio.Manifests;
using CsCheck;

namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>What holds for every workload of every old API version.</summary>
public sealed class WorkloadPropertyTests
{
    private static readonly Gen<KubeObject> Workloads = Gen.Select(
        Gen.OneOf(
            "extensions/v1beta1 Deployment", "extensions/v1beta1 DaemonSet", "extensions/v1beta1 ReplicaSet", "apps/v1beta1 Deployment",
            "apps/v1beta1 StatefulSet", "apps/v1beta2 Deployment", "apps/v1beta2 DaemonSet", "apps/v1beta2 ReplicaSet", "apps/v1beta2 StatefulSet"),
        Labels(1), Labels(0), Gen.Bool, Gen.Bool, Gen.Bool).Select(Workload);

    [Fact]
    public void It_selects_what_its_template_makes() => Property.Holds(
        Workloads,
        old =>
        {
            var spec = Upgrade(old).Json["spec"]!;
            var labels = spec["template"]!["metadata"]!["labels"]!;
            return spec["selector"]!["matchLabels"]!.AsObject().All(label => JsonNode.DeepEquals(label.Value, labels[label.Key]));
        },
        2_000,
        o => KubeJson.ToText(o.Json));

    [Fact]
    public void What_it_says_itself_stays() => Property.Holds(
        Workloads,
        old => Contains(Upgrade(old).Json["spec"]!, old.Json["spec"]!), 2_000, o => KubeJson.ToText(o.Json));

    [Fact]
    public void Upgrading_it_again_changes_nothing() => Property.Holds(
        Workloads,
        old =>
        {
            var once = Upgrade(old);
            return ApiUpgrade.Upgrade([once], Upgraded.IsServed).Rewrites.Count == 0;
        },
        2_000,
        o => KubeJson.ToText(o.Json));

    [Fact]
    public void A_1_36_server_takes_it()
    {
        var api = OpenApi.Recorded();
        Property.Holds(Workloads, old => api.Problems(Upgrade(old)).Count == 0, 500, o => string.Join('\n', api.Problems(Upgrade(o))));
    }

    private static KubeObject Upgrade(KubeObject old) => ApiUpgrade.Upgrade([old], Upgraded.IsServed).Objects[0];

    private static bool Contains(JsonNode? whole, JsonNode? part) => part is JsonObject fields
        ? whole is JsonObject o && fields.All(f => f.Key is "rollbackTo" or "templateGeneration" || Contains(o[f.Key], f.Value))
        : JsonNode.DeepEquals(whole, part);

    private static Gen<Dictionary<string, string>> Labels(int atLeast) =>
        Gen.Dictionary(Gen.OneOf("app", "tier", "release"), Gen.OneOf("a", "b", "c"))[atLeast, 3];

    private static KubeObject Workload(string kind, Dictionary<string, string> template, Dictionary<string, string> own, bool hasSelector, bool hasStrategy, bool hasLimits)
    {
        var spec = new JsonObject { ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = Json(template) }, ["spec"] = JsonNode.Parse("""{"containers":[{"name":"c","image":"i"}]}""") } };
        var json = new JsonObject { ["apiVersion"] = kind.Split(' ')[0], ["kind"] = kind.Split(' ')[1], ["metadata"] = new JsonObject { ["name"] = "w", ["labels"] = Json(own) }, ["spec"] = spec };
        // Without a selector of its own, only the versions that took it from the template were valid.
        if (hasSelector || kind.StartsWith("apps/v1beta2", StringComparison.Ordinal))
            spec["selector"] = new JsonObject { ["matchLabels"] = Json(template.Take(1)) };
        if (kind.EndsWith("StatefulSet", StringComparison.Ordinal))
            spec["serviceName"] = "s";
        if (hasStrategy && !kind.EndsWith("ReplicaSet", StringComparison.Ordinal))
            spec[kind.EndsWith("Deployment", StringComparison.Ordinal) ? "strategy" : "updateStrategy"] = new JsonObject { ["type"] = "RollingUpdate" };
        if (hasLimits && !kind.EndsWith("ReplicaSet", StringComparison.Ordinal))
            spec["revisionHistoryLimit"] = JsonNode.Parse("7");
        if (kind == "extensions/v1beta1 Deployment")
            spec["rollbackTo"] = new JsonObject();
        return new(json, new("generated.yaml", 1, 1));
    }

    private static JsonObject Json(IEnumerable<KeyValuePair<string, string>> labels) => new(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)));
}
