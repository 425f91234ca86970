using System.Net;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Tests.Server;

namespace Cake.Istio.Sandbox.Tests.Faults;

public sealed class FaultServerTests : IAsyncLifetime
{
    private TestClient _client = null!;

    public async ValueTask InitializeAsync() => _client = await TestClient.StartAsync();

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task A_status_is_answered_with_its_retry_after_until_it_has_hit_often_enough()
    {
        await FaultsAsync("status=429,retry-after=3,path=/api/v1/nodes,times=1");

        var (status, body) = await _client.GetAsync("/api/v1/nodes");

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Equal(("TooManyRequests", 3L), (body.Text("reason"), body.Number("details", "retryAfterSeconds")));
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/api/v1/nodes")).Status);
        Assert.Equal(1, (await _client.GetAsync("/sandbox/faults")).Body.Objects("faults").Single().Number("hits"));
    }

    [Fact]
    public async Task A_dropped_connection_has_no_answer()
    {
        await FaultsAsync("drop,path=/api/v1/nodes");

        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetAsync("/api/v1/nodes"));
    }

    [Fact]
    public async Task A_watch_is_cut_in_the_middle_and_told_410()
    {
        await FaultsAsync("watch-cut=50ms,path=/api/v1/nodes; watch-gone,path=/api/v1/pods");

        await Assert.ThrowsAnyAsync<Exception>(() => _client.GetAsync("/api/v1/nodes?watch=true"));
        var (status, body) = await _client.GetAsync("/api/v1/pods?watch=true");

        Assert.Equal((HttpStatusCode.OK, "ERROR", 410L), (status, body.Text("type"), body.Number("object", "code")));
    }

    [Fact]
    public async Task Denied_requests_are_refused_in_a_real_servers_words_also_where_an_apply_would_create()
    {
        await FaultsAsync("deny=create:deployments.apps,namespace=default; deny=list:secrets; deny=patch:services/status");

        var apply = await _client.ApplyAsync("/apis/apps/v1/namespaces/default/deployments/x?fieldManager=m", """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"x"}}""");
        var list = await _client.GetAsync("/api/v1/secrets");

        Assert.Equal(HttpStatusCode.Forbidden, apply.Status);
        Assert.Equal(
            "deployments.apps \"x\" is forbidden: User \"kubernetes-admin\" cannot create resource \"deployments\" in API group \"apps\" in the namespace \"default\"",
            apply.Body.Text("message"));
        Assert.Equal("secrets is forbidden: User \"kubernetes-admin\" cannot list resource \"secrets\" in API group \"\" at the cluster scope", list.Body.Text("message"));
    }

    [Fact]
    public async Task A_definition_is_slow_to_establish_and_its_resources_lag_behind()
    {
        await FaultsAsync("crd-delay=200ms; crd-lag=300ms");
        await _client.PostAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"as.one.example"},"spec":{"group":"one.example","scope":"Namespaced",
             "names":{"plural":"as","singular":"a","kind":"A"},
             "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
            """);
        const string Path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/as.one.example";

        var installing = await _client.UntilAsync(Path, (_, body) => Condition.Find(body["status"], "Established") is not null);
        await _client.UntilAsync(Path, (_, body) => Condition.Find(body["status"], "Established")?.Text("status") == "True");
        var hidden = (await _client.GetAsync("/apis/one.example/v1/as")).Status;
        await _client.UntilAsync("/apis/one.example/v1/as", (status, _) => status == HttpStatusCode.OK);

        Assert.Equal("Installing", Condition.Find(installing["status"], "Established").Text("reason"));
        Assert.Equal(HttpStatusCode.NotFound, hidden);
    }

    [Fact]
    public async Task Faults_can_be_given_at_the_start_and_what_cannot_be_read_is_refused()
    {
        await using var client = await TestClient.StartAsync(new SandboxOptions { Faults = "status=500,path=/api/v1/nodes" });

        Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync("/api/v1/nodes")).Status);
        await client.DeleteAsync("/sandbox/faults");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/nodes")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PutAsync("/sandbox/faults", "nonsense")).Status);
        await Assert.ThrowsAsync<FormatException>(() => Sandbox.StartAsync(new SandboxOptions { Faults = "nonsense" }, TestContext.Current.CancellationToken));
    }

    private async Task FaultsAsync(string text) => Assert.Equal(HttpStatusCode.OK, (await _client.PutAsync("/sandbox/faults", text)).Status);
}
