using System.Text.Json.Nodes;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Tests.Manifests.Upgrade;

public sealed class ApiUpgradeTests
{
    private const string Budget = "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: b, namespace: ns}\nspec: {minAvailable: 1, selector: {matchLabels: {a: b}}}\n";

    [Fact]
    public void An_object_that_is_served_stays_the_same_object()
    {
        var objects = Yaml.Read(Budget).Objects;
        var result = ApiUpgrade.Upgrade(objects, (_, _) => true);

        Assert.Same(objects[0], Assert.Single(result.Objects));
        Assert.Empty(result.Rewrites);
        Assert.Empty(result.Unserved);
    }

    [Fact]
    public void A_rewrite_says_what_where_and_from_what()
    {
        var rewrite = Assert.Single(Upgraded.All("# comment\n" + Budget).Rewrites);

        Assert.Equal(new ObjectRef("policy/v1", "PodDisruptionBudget", "ns", "b"), rewrite.Subject);
        Assert.Equal(("policy/v1beta1", "policy/v1", 2), (rewrite.From, rewrite.To, rewrite.Source.Line));
    }

    [Fact]
    public void The_objects_that_came_in_are_not_changed()
    {
        var objects = Yaml.Read(Budget).Objects;
        var before = objects[0].Json.DeepClone();
        ApiUpgrade.Upgrade(objects, Upgraded.IsServed);

        Assert.True(JsonNode.DeepEquals(before, objects[0].Json));
    }

    [Fact]
    public void A_successor_that_is_not_served_either_is_not_written()
    {
        var result = ApiUpgrade.Upgrade(Yaml.Read(Budget).Objects, (_, _) => false);

        Assert.Equal("policy/v1beta1", Assert.Single(result.Unserved).ApiVersion);
        Assert.Empty(result.Rewrites);
    }

    [Fact]
    public void What_no_rule_helps_is_left_over()
    {
        var result = Upgraded.All("apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: p}\n---\napiVersion: x.io/v1beta1\nkind: X\nmetadata: {name: x}\n");

        Assert.Equal(["p", "x"], result.Unserved.Select(o => o.Name));
    }

    [Fact]
    public void A_kind_that_a_definition_among_the_objects_brings_is_not_left_over()
    {
        var result = Upgraded.All(
            """
            apiVersion: apiextensions.k8s.io/v1beta1
            kind: CustomResourceDefinition
            metadata: {name: xs.x.io}
            spec: {group: x.io, version: v1alpha1, names: {kind: X, plural: xs}}
            ---
            apiVersion: x.io/v1alpha1
            kind: X
            metadata: {name: x}
            ---
            apiVersion: x.io/v1alpha2
            kind: X
            metadata: {name: other-version}
            """);

        Assert.Equal("other-version", Assert.Single(result.Unserved).Name);
    }

    [Fact]
    public void A_status_is_not_carried_over() =>
        Assert.False(Upgraded.One(Budget + "status: {currentHealthy: 0}\n").ContainsKey("status"));

    [Theory]
    [InlineData("extensions/v1beta1", "Deployment", "apps/v1")]
    [InlineData("extensions/v1beta1", "DaemonSet", "apps/v1")]
    [InlineData("extensions/v1beta1", "ReplicaSet", "apps/v1")]
    [InlineData("extensions/v1beta1", "NetworkPolicy", "networking.k8s.io/v1")]
    [InlineData("extensions/v1beta1", "Ingress", "networking.k8s.io/v1")]
    [InlineData("apps/v1beta1", "StatefulSet", "apps/v1")]
    [InlineData("apps/v1beta2", "StatefulSet", "apps/v1")]
    [InlineData("apps/v1beta2", "Deployment", "apps/v1")]
    [InlineData("networking.k8s.io/v1beta1", "IngressClass", "networking.k8s.io/v1")]
    [InlineData("rbac.authorization.k8s.io/v1beta1", "ClusterRole", "rbac.authorization.k8s.io/v1")]
    [InlineData("rbac.authorization.k8s.io/v1alpha1", "Role", "rbac.authorization.k8s.io/v1")]
    [InlineData("batch/v1beta1", "CronJob", "batch/v1")]
    [InlineData("batch/v2alpha1", "CronJob", "batch/v1")]
    [InlineData("coordination.k8s.io/v1beta1", "Lease", "coordination.k8s.io/v1")]
    [InlineData("scheduling.k8s.io/v1beta1", "PriorityClass", "scheduling.k8s.io/v1")]
    [InlineData("apiregistration.k8s.io/v1beta1", "APIService", "apiregistration.k8s.io/v1")]
    [InlineData("storage.k8s.io/v1beta1", "StorageClass", "storage.k8s.io/v1")]
    [InlineData("storage.k8s.io/v1beta1", "CSIStorageCapacity", "storage.k8s.io/v1")]
    [InlineData("autoscaling/v2beta2", "HorizontalPodAutoscaler", "autoscaling/v2")]
    [InlineData("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", "flowcontrol.apiserver.k8s.io/v1")]
    public void Every_removed_version_has_a_successor(string from, string kind, string to) =>
        Assert.Equal(to, (string?)Upgraded.One($"apiVersion: {from}\nkind: {kind}\nmetadata: {{name: x}}\n")["apiVersion"]);

    [Theory]
    [InlineData("extensions/v1beta1", "Deployment", 16)]
    [InlineData("extensions/v1beta1", "Ingress", 22)]
    [InlineData("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 22)]
    [InlineData("storage.k8s.io/v1beta1", "CSIStorageCapacity", 27)]
    [InlineData("autoscaling/v2beta1", "HorizontalPodAutoscaler", 25)]
    [InlineData("autoscaling/v2beta2", "HorizontalPodAutoscaler", 26)]
    [InlineData("policy/v1beta1", "PodSecurityPolicy", 25)]
    [InlineData("autoscaling/v1", "HorizontalPodAutoscaler", null)]
    [InlineData("apps/v1", "Deployment", null)]
    public void It_is_known_since_when_a_version_is_gone(string apiVersion, string kind, int? expected) =>
        Assert.Equal(expected, ApiVersionRule.Find(apiVersion, kind)?.RemovedIn);
}
