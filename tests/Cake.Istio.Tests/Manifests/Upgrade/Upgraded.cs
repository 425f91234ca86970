using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>Short forms for tests of the API upgrade, on a cluster that serves nothing old.</summary>
internal static class Upgraded
{
    private static readonly string[] StableVersions = ["v1", "v2"];

    /// <summary>A cluster of today: only stable versions.</summary>
    internal static bool IsServed(string apiVersion, string kind) =>
        StableVersions.Contains(apiVersion[(apiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..]) && apiVersion != "autoscaling/v1";

    internal static ApiUpgradeResult All(string yaml) => ApiUpgrade.Upgrade(Yaml.Read(yaml).Objects, IsServed);

    internal static JsonObject One(string yaml) => Assert.Single(All(yaml).Objects).Json;

    internal static IReadOnlyList<string> Notes(string yaml) => Assert.Single(All(yaml).Rewrites).Notes;

    /// <summary>Asserts that a document becomes another one.</summary>
    internal static void Becomes(string yaml, string expected)
    {
        var actual = One(yaml);
        var wanted = Yaml.One(expected).Json;
        Assert.True(JsonNode.DeepEquals(wanted, actual), $"expected {KubeJson.ToText(wanted, indented: true)}\nbut it is {KubeJson.ToText(actual, indented: true)}");
    }
}
