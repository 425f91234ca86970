using System.Net;

namespace Cake.Istio.Sandbox.Tests.Server;

public sealed class VersionTests
{
    [Fact]
    public async Task An_autoscaler_written_in_one_version_is_read_in_the_other()
    {
        await using var client = await TestClient.StartAsync();
        await client.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"n"}}""");
        var (status, created) = await client.PostAsync("/apis/autoscaling/v1/namespaces/n/horizontalpodautoscalers", """
            {"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},
             "spec":{"maxReplicas":5,"targetCPUUtilizationPercentage":60,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"}}}
            """);
        var (_, second) = await client.GetAsync("/apis/autoscaling/v2/namespaces/n/horizontalpodautoscalers/h");
        var (_, list) = await client.GetAsync("/apis/autoscaling/v1/namespaces/n/horizontalpodautoscalers");

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("autoscaling/v1", (string?)created["apiVersion"]);
        Assert.Equal(60, (int)created["spec"]!["targetCPUUtilizationPercentage"]!);
        Assert.Equal(60, (int)second["spec"]!["metrics"]![0]!["resource"]!["target"]!["averageUtilization"]!);
        Assert.Equal(60, (int)list["items"]![0]!["spec"]!["targetCPUUtilizationPercentage"]!);
    }

    [Fact]
    public async Task Metrics_that_version_1_does_not_know_are_kept_in_an_annotation_of_its_own_shape()
    {
        await using var client = await TestClient.StartAsync();
        await client.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"n"}}""");

        var (status, created) = await client.PostAsync("/apis/autoscaling/v1/namespaces/n/horizontalpodautoscalers", """
            {"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"h","annotations":{"autoscaling.alpha.kubernetes.io/metrics":"[{\"type\":\"Resource\",\"resource\":{\"name\":\"cpu\",\"name\":\"memory\",\"targetAverageValue\":\"1Gi\"}}]"}},
             "spec":{"maxReplicas":2,"targetCPUUtilizationPercentage":50,"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"}}}
            """);
        var (_, stored) = await client.GetAsync("/apis/autoscaling/v2/namespaces/n/horizontalpodautoscalers/h");

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("1Gi", (string?)stored["spec"]!["metrics"]![0]!["resource"]!["target"]!["averageValue"]);
        Assert.Equal("cpu", (string?)stored["spec"]!["metrics"]![1]!["resource"]!["name"]);
        Assert.Contains("\"targetAverageValue\":\"1Gi\"", (string?)created["metadata"]!["annotations"]!["autoscaling.alpha.kubernetes.io/metrics"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_is_the_same_in_both_groups()
    {
        await using var client = await TestClient.StartAsync();
        await client.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"n"}}""");
        await client.PostAsync("/api/v1/namespaces/n/events", """
            {"apiVersion":"v1","kind":"Event","metadata":{"name":"e"},"involvedObject":{"kind":"Pod","name":"p","namespace":"n"},"reason":"Started","message":"hello","type":"Normal"}
            """);
        var (status, read) = await client.GetAsync("/apis/events.k8s.io/v1/namespaces/n/events/e");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("hello", "p"), ((string?)read["note"], (string?)read["regarding"]!["name"]));
    }
}
