using Cake.Istio.Cluster;
using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Tests.Cluster;

public sealed class DiscoveryTests
{
    private const string Core = """
        {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[{"metadata":{},"versions":[{"version":"v1","freshness":"Current","resources":[
        {"resource":"pods","responseKind":{"group":"","version":"v1","kind":"Pod"},"scope":"Namespaced","verbs":["get","list"],"subresources":[{"subresource":"log"}]},
        {"resource":"namespaces","responseKind":{"group":"","version":"v1","kind":"Namespace"},"scope":"Cluster","verbs":["get"]}]}]}]}
        """;

    private const string Groups = """
        {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","items":[
        {"metadata":{"name":"autoscaling"},"versions":[
          {"version":"v2","freshness":"Current","resources":[{"resource":"horizontalpodautoscalers","responseKind":{"kind":"HorizontalPodAutoscaler"},"scope":"Namespaced","verbs":["get"]}]},
          {"version":"v1","freshness":"Current","resources":[{"resource":"horizontalpodautoscalers","responseKind":{"kind":"HorizontalPodAutoscaler"},"scope":"Namespaced","verbs":["get"]}]}]},
        {"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1beta1","freshness":"Stale"}]}]}
        """;

    [Fact]
    public async Task Aggregated_discovery_takes_two_requests_once_per_run()
    {
        await using var cluster = await ClusterFixture.StartAsync(context => context.AnswerAsync(200, context.Request.Path == "/api" ? Core : Groups));

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => cluster.Connection.DiscoverAsync(refresh: false, CancellationToken.None)));

        Assert.Equal(["/api", "/apis"], cluster.Server.Requests.Select(request => request.Path).Order(StringComparer.Ordinal));
        var discovery = answers[0];
        Assert.All(answers, answer => Assert.Same(discovery, answer));
        Assert.Equivalent(new ApiResource("", "v1", "Pod", "pods", true, ["get", "list"]), discovery.Find("v1", "Pod"));
        Assert.False(discovery.Find("v1", "Namespace")!.Namespaced);
        Assert.True(discovery.IsServed("autoscaling/v1", "HorizontalPodAutoscaler"));
        Assert.False(discovery.IsServed("autoscaling/v2beta1", "HorizontalPodAutoscaler"));
        Assert.Equal("autoscaling/v2", discovery.PreferredFor("autoscaling", "HorizontalPodAutoscaler")!.ApiVersion);
        Assert.Null(discovery.PreferredFor("autoscaling", "Pod"));
        Assert.Equal("v1", discovery.PreferredFor("", "Pod")!.ApiVersion);
    }

    [Fact]
    public async Task A_group_whose_server_is_gone_is_a_warning_said_once()
    {
        await using var cluster = await ClusterFixture.StartAsync(context => context.AnswerAsync(200, context.Request.Path == "/api" ? Core : Groups));

        var discovery = await cluster.Connection.DiscoverAsync(refresh: false, CancellationToken.None);
        await cluster.Connection.DiscoverAsync(refresh: true, CancellationToken.None);

        Assert.Equal(["metrics.k8s.io/v1beta1"], discovery.Unavailable);
        Assert.Single(cluster.Log.Lines, line => line.Text.Contains("metrics.k8s.io/v1beta1", StringComparison.Ordinal));
        Assert.Equal(4, cluster.Server.Requests.Count);
    }

    [Fact]
    public async Task Without_aggregation_each_group_version_is_asked_and_one_that_fails_is_left_out()
    {
        await using var cluster = await ClusterFixture.StartAsync(AnswerLegacyAsync);

        var discovery = await cluster.Connection.DiscoverAsync(refresh: false, CancellationToken.None);

        Assert.Equal("autoscaling/v2", discovery.PreferredFor("autoscaling", "HorizontalPodAutoscaler")!.ApiVersion);
        Assert.True(discovery.IsServed("autoscaling/v1", "HorizontalPodAutoscaler"));
        Assert.Equivalent(new ApiResource("", "v1", "Pod", "pods", true, ["get"]), discovery.Find("v1", "Pod"));
        Assert.Equal(["metrics.k8s.io/v1beta1"], discovery.Unavailable);
        Assert.DoesNotContain(discovery.Resources, resource => resource.Plural.Contains('/', StringComparison.Ordinal));
    }

    private static Task AnswerLegacyAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/api" => context.AnswerAsync(200, """{"kind":"APIVersions","versions":["v1"]}"""),
        "/apis" => context.AnswerAsync(200, """
            {"kind":"APIGroupList","groups":[
            {"name":"autoscaling","versions":[{"version":"v1"},{"version":"v2"}],"preferredVersion":{"version":"v2"}},
            {"name":"metrics.k8s.io","versions":[{"version":"v1beta1"}],"preferredVersion":{"version":"v1beta1"}}]}
            """),
        "/api/v1" => context.AnswerAsync(200, """
            {"kind":"APIResourceList","resources":[{"name":"pods","kind":"Pod","namespaced":true,"verbs":["get"]},{"name":"pods/log","kind":"Pod","namespaced":true,"verbs":["get"]}]}
            """),
        "/apis/metrics.k8s.io/v1beta1" => context.AnswerAsync(503, "service unavailable"),
        _ => context.AnswerAsync(200, """{"kind":"APIResourceList","resources":[{"name":"horizontalpodautoscalers","kind":"HorizontalPodAutoscaler","namespaced":true,"verbs":["get"]}]}"""),
    };
}
