using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Sandbox;

namespace Cake.Istio.Tests.Cluster;

/// <summary>The connection against the sandbox, which is held to what a real API server answers.</summary>
public sealed class SandboxTests : IAsyncLifetime
{
    private readonly Kubeconfigs _files = new();
    private Sandbox.Sandbox _sandbox = null!;
    private ClusterConnection _cluster = null!;
    private ApiResource _configMaps = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        _cluster = await _files.ConnectAsync(new() { Kubeconfig = _sandbox.Kubeconfig });
        var discovery = await _cluster.DiscoverAsync(refresh: false, CancellationToken.None);
        _configMaps = discovery.Find("v1", "ConfigMap")!;
        await _cluster.ApplyAsync(discovery.Find("v1", "Namespace")!, Json("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"t"}}"""), By("a"), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _cluster.Dispose();
        await _sandbox.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task Discovery_finds_what_a_mesh_needs()
    {
        var discovery = await _cluster.DiscoverAsync(refresh: false, CancellationToken.None);

        Assert.Equal("deployments", discovery.Find("apps/v1", "Deployment")!.Plural);
        Assert.Equal("policy/v1", discovery.PreferredFor("policy", "PodDisruptionBudget")!.ApiVersion);
        Assert.False(discovery.IsServed("policy/v1beta1", "PodDisruptionBudget"));
        Assert.False(discovery.Find("apiextensions.k8s.io/v1", "CustomResourceDefinition")!.Namespaced);
        Assert.Empty(discovery.Unavailable);
        Assert.True((await _cluster.VersionAsync(CancellationToken.None)).IsAtLeast(1, 30));
    }

    [Fact]
    public async Task An_apply_creates_once_and_then_changes_nothing()
    {
        var first = await _cluster.ApplyAsync(_configMaps, ConfigMap("服务网格 😀"), By("a"), CancellationToken.None);
        var second = await _cluster.ApplyAsync(_configMaps, ConfigMap("服务网格 😀"), By("a"), CancellationToken.None);
        var live = await _cluster.GetAsync(_configMaps, "t", "c", CancellationToken.None);

        Assert.True(first.Created);
        Assert.False(second.Created);
        Assert.Equal("服务网格 😀", (string?)live!["data"]!["k"]);
        Assert.Equal((string?)first.Json["metadata"]!["resourceVersion"], (string?)live["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task A_conflict_names_manager_and_field()
    {
        await _cluster.ApplyAsync(_configMaps, ConfigMap("1"), By("a"), CancellationToken.None);

        var refusal = await Assert.ThrowsAsync<ApiException>(() => _cluster.ApplyAsync(_configMaps, ConfigMap("2"), By("b"), CancellationToken.None));

        Assert.Equal(409, refusal.Status.Code);
        var cause = Assert.Single(refusal.Status.Causes);
        Assert.Equal((".data.k", "FieldManagerConflict"), (cause.Field, cause.Reason));
        Assert.Contains("\"a\"", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_continues_from_a_list_and_a_delete_with_another_uid_is_refused()
    {
        var list = await _cluster.ListAsync(_configMaps, "t", null, CancellationToken.None);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var watch = _cluster.WatchAsync(_configMaps, "t", list.ResourceVersion, new() { FieldSelector = "metadata.name=c" }, cancel.Token).GetAsyncEnumerator();
        await _cluster.CreateAsync(_configMaps, "t", ConfigMap("1"), "m", CancellationToken.None);

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(WatchEventType.Added, watch.Current.Type);
        var refusal = await Assert.ThrowsAsync<ApiException>(
            () => _cluster.DeleteAsync(_configMaps, "t", "c", new() { Uid = "other" }, CancellationToken.None));
        Assert.Equal(409, refusal.Status.Code);
        Assert.True(await _cluster.DeleteAsync(_configMaps, "t", "c", null, CancellationToken.None));
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(WatchEventType.Deleted, watch.Current.Type);
        await cancel.CancelAsync();
    }

    [Fact]
    public async Task Small_pages_give_the_whole_list()
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(number =>
        {
            var body = ConfigMap("1");
            body["metadata"]!["name"] = $"c{number}";
            return _cluster.ApplyAsync(_configMaps, body, By("a"), CancellationToken.None);
        }));

        var list = await _cluster.ListAsync(_configMaps, "t", new() { PageSize = 7 }, CancellationToken.None);

        Assert.Equal(30, list.Items.Count(item => ((string)item["metadata"]!["name"]!).StartsWith('c')));
    }

    [Fact]
    public async Task Another_token_is_not_accepted()
    {
        var text = await File.ReadAllTextAsync(_sandbox.Kubeconfig, TestContext.Current.CancellationToken);
        var file = _files.Write("k", text.Replace(_sandbox.Token, "wrong", StringComparison.Ordinal));
        using var stranger = await _files.ConnectAsync(new() { Kubeconfig = file });

        var refusal = await Assert.ThrowsAsync<ApiException>(() => stranger.DiscoverAsync(refresh: false, CancellationToken.None));

        Assert.Equal(ErrorCode.NotAuthenticated, ClusterErrors.Translate(refusal).Code);
    }

    private static ApplyOptions By(string manager) => new() { FieldManager = manager };

    private static JsonObject ConfigMap(string value) => new()
    {
        ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "c", ["namespace"] = "t" }, ["data"] = new JsonObject { ["k"] = value },
    };

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}
