using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests.Upgrade;

public sealed class AutoscalerUpgradeTests
{
    private const string Target = "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}";

    [Theory]
    [InlineData(
        "{type: Resource, resource: {name: cpu, targetAverageUtilization: 80}}",
        "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}")]
    [InlineData(
        "{type: Resource, resource: {name: memory, targetAverageValue: 1Gi}}",
        "{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}")]
    [InlineData(
        "{type: ContainerResource, containerResource: {name: cpu, container: c, targetAverageUtilization: 50}}",
        "{type: ContainerResource, containerResource: {name: cpu, container: c, target: {type: Utilization, averageUtilization: 50}}}")]
    [InlineData(
        "{type: Pods, pods: {metricName: rps, targetAverageValue: 10, selector: {matchLabels: {a: b}}}}",
        "{type: Pods, pods: {metric: {name: rps, selector: {matchLabels: {a: b}}}, target: {type: AverageValue, averageValue: 10}}}")]
    [InlineData(
        "{type: Object, object: {target: {kind: Service, name: s}, metricName: rps, targetValue: 100}}",
        "{type: Object, object: {describedObject: {kind: Service, name: s}, metric: {name: rps}, target: {type: Value, value: 100}}}")]
    [InlineData(
        "{type: Object, object: {target: {kind: Service, name: s}, metricName: rps, targetValue: 100, averageValue: 7}}",
        "{type: Object, object: {describedObject: {kind: Service, name: s}, metric: {name: rps}, target: {type: AverageValue, averageValue: 7}}}")]
    [InlineData(
        "{type: External, external: {metricName: q, metricSelector: {matchLabels: {a: b}}, targetValue: 3}}",
        "{type: External, external: {metric: {name: q, selector: {matchLabels: {a: b}}}, target: {type: Value, value: 3}}}")]
    [InlineData(
        "{type: External, external: {metricName: q, targetAverageValue: 3}}",
        "{type: External, external: {metric: {name: q}, target: {type: AverageValue, averageValue: 3}}}")]
    public void Every_kind_of_metric_gets_its_new_shape(string old, string current) => Upgraded.Becomes(
        $"apiVersion: autoscaling/v2beta1\nkind: HorizontalPodAutoscaler\nmetadata: {{name: h}}\nspec: {{maxReplicas: 5, {Target}, metrics: [{old}]}}\n",
        $"apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: h}}\nspec: {{maxReplicas: 5, {Target}, metrics: [{current}]}}\n");

    [Fact]
    public void A_cpu_target_and_hidden_metrics_of_v1_become_metrics() => Upgraded.Becomes(
        $$$$"""
        apiVersion: autoscaling/v1
        kind: HorizontalPodAutoscaler
        metadata:
          name: h
          annotations:
            autoscaling.alpha.kubernetes.io/metrics: '[{"type":"Pods","pods":{"metricName":"rps","targetAverageValue":"10"}}]'
            autoscaling.alpha.kubernetes.io/behavior: '{"scaleDown":{"stabilizationWindowSeconds":5}}'
            autoscaling.alpha.kubernetes.io/conditions: '[]'
            other: kept
        spec: {maxReplicas: 5, {{{{Target}}}}, targetCPUUtilizationPercentage: 70}
        """,
        $$$$"""
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: h, annotations: {other: kept}}
        spec:
          maxReplicas: 5
          {{{{Target}}}}
          behavior: {scaleDown: {stabilizationWindowSeconds: 5}}
          metrics:
          - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
          - {type: Pods, pods: {metric: {name: rps}, target: {type: AverageValue, averageValue: "10"}}}
        """);

    [Theory]
    [InlineData("v2beta1", """{"scaleDown":{"stabilizationWindowSeconds":5}}""")]
    [InlineData("v2beta1", """{"ScaleUp":null,"ScaleDown":{"StabilizationWindowSeconds":5,"SelectPolicy":null}}""")]
    [InlineData("v1", """{"ScaleUp":null,"ScaleDown":{"StabilizationWindowSeconds":5,"SelectPolicy":null}}""")]
    public void A_hidden_behavior_becomes_a_field_in_whatever_names_it_was_written(string version, string behavior)
    {
        var old = $"apiVersion: autoscaling/{version}\nkind: HorizontalPodAutoscaler\nmetadata: {{name: h, annotations: {{autoscaling.alpha.kubernetes.io/behavior: '{behavior}'}}}}\nspec: {{maxReplicas: 5, {Target}}}\n";
        Upgraded.Becomes(
            old,
            $"apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: h, annotations: {{}}}}\nspec: {{maxReplicas: 5, {Target}, behavior: {{scaleDown: {{stabilizationWindowSeconds: 5}}}}}}\n");
        Assert.Equal("The behavior of an annotation is a field now.", Assert.Single(Upgraded.Notes(old)));
    }

    [Theory]
    [InlineData("v2beta1", "target: {apiVersion: extensions/v1beta1, kind: Ingress, name: i}, metricName: rps, targetValue: 1")]
    [InlineData("v2beta2", "describedObject: {apiVersion: extensions/v1beta1, kind: Ingress, name: i}, metric: {name: rps}, target: {type: Value, value: 1}")]
    [InlineData("v2", "describedObject: {apiVersion: extensions/v1beta1, kind: Ingress, name: i}, metric: {name: rps}, target: {type: Value, value: 1}")]
    public void What_a_metric_is_of_moves_with_it(string version, string metric)
    {
        var old = $"apiVersion: autoscaling/{version}\nkind: HorizontalPodAutoscaler\nmetadata: {{name: h}}\nspec: {{maxReplicas: 5, {Target}, metrics: [{{type: Object, object: {{{metric}}}}}]}}\n";
        Upgraded.Becomes(
            old,
            $"apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: h}}\nspec: {{maxReplicas: 5, {Target}, metrics: [{{type: Object, object: {{describedObject: {{apiVersion: networking.k8s.io/v1, kind: Ingress, name: i}}, metric: {{name: rps}}, target: {{type: Value, value: 1}}}}}}]}}\n");
        Assert.Equal("What a metric is of is Ingress of networking.k8s.io/v1 instead of extensions/v1beta1.", Assert.Single(Upgraded.Notes(old)));
    }

    [Fact]
    public void What_is_scaled_moves_with_it()
    {
        const string Old = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec: {maxReplicas: 5, scaleTargetRef: {apiVersion: extensions/v1beta1, kind: Deployment, name: d}}\n";
        Upgraded.Becomes(Old, Old.Replace("extensions/v1beta1", "apps/v1", StringComparison.Ordinal));
        Assert.Equal("What it scales is Deployment of apps/v1 instead of extensions/v1beta1.", Assert.Single(Upgraded.Notes(Old)));
    }

    [Fact]
    public void A_cluster_that_serves_v1_leaves_it_alone()
    {
        var objects = Yaml.Read($"apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {{name: h}}\nspec: {{maxReplicas: 5, {Target}}}\n").Objects;

        Assert.Empty(ApiUpgrade.Upgrade(objects, (_, _) => true).Rewrites);
    }
}
