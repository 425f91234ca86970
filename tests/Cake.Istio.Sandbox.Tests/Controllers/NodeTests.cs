using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Controllers.Pods;

namespace Cake.Istio.Sandbox.Tests.Controllers;

public sealed class NodeTests : IAsyncLifetime
{
    private const string Allocatable = "allocatable:{cpu:'1',memory:'1Gi',pods:'10'}";
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_node_of_the_cluster_is_ready_from_the_start()
    {
        await using var fresh = await TestCluster.StartAsync();
        Assert.All(fresh.State.List(Resources.Nodes), node => Assert.Null(node.At("spec", "taints")));
    }

    [Fact]
    public async Task A_new_node_takes_pods_once_it_is_ready()
    {
        await DaemonSetAsync();
        await _cluster.CreateAsync(Resources.Nodes, "{apiVersion:'v1',kind:'Node',metadata:{name:'extra'}}");
        await _cluster.SettleAsync();
        var (taints, nodes) = (Taints("extra"), Nodes());
        await ReadyAsync("extra", "True");
        await _cluster.SettleAsync();

        Assert.Equal(["not-ready:NoSchedule"], taints);
        Assert.Equal(["node-0", "node-1"], nodes);
        Assert.Empty(Taints("extra"));
        Assert.Equal(["extra", "node-0", "node-1"], Nodes());
        Assert.Equal(3, _cluster.Get(Resources.DaemonSets, "ds").Number("status", "numberReady"));
    }

    [Fact]
    public async Task A_node_may_say_at_once_that_it_is_ready()
    {
        await _cluster.CreateAsync(Resources.Nodes, $"{{apiVersion:'v1',kind:'Node',metadata:{{name:'extra'}},status:{{conditions:[{{type:'Ready',status:'True'}}],{Allocatable}}}}}");
        await _cluster.SettleAsync();
        Assert.Empty(Taints("extra"));
    }

    [Fact]
    public async Task A_taint_that_keeps_pods_from_coming_lets_those_stay_that_are_there()
    {
        await DaemonSetAsync();
        await ReadyAsync("node-1", "False");
        await _cluster.SettleAsync();
        var (taints, status) = (Taints("node-1"), _cluster.Get(Resources.DaemonSets, "ds")["status"]);
        var nodes = Nodes();
        await _cluster.ChangeAsync(Resources.Nodes, "node-1", node => node["spec"]!["taints"]!.AsArray().Add(new JsonObject { ["key"] = "out", ["effect"] = "NoExecute" }));
        await _cluster.SettleAsync();

        Assert.Equal(["not-ready:NoSchedule"], taints);
        Assert.Equal(["node-0", "node-1"], nodes);
        Assert.Equal((1L, 1L), (status.Number("desiredNumberScheduled"), status.Number("numberMisscheduled")));
        Assert.Equal(["node-0"], Nodes());
    }

    [Fact]
    public async Task A_cordoned_node_has_the_taint_of_one()
    {
        await _cluster.ChangeAsync(Resources.Nodes, "node-1", node => node["spec"]!["unschedulable"] = true);
        await _cluster.SettleAsync();
        var cordoned = Taints("node-1");
        await _cluster.ChangeAsync(Resources.Nodes, "node-1", node => node["spec"]!["unschedulable"] = false);
        await _cluster.SettleAsync();

        Assert.Equal(["unschedulable:NoSchedule"], cordoned);
        Assert.Empty(Taints("node-1"));
    }

    [Fact]
    public async Task On_a_node_that_is_not_ready_no_pod_starts()
    {
        await _cluster.CreateAsync(Resources.Nodes, "{apiVersion:'v1',kind:'Node',metadata:{name:'extra'}}");
        await _cluster.CreateAsync(Resources.Pods, "{apiVersion:'v1',kind:'Pod',metadata:{name:'p'},spec:{nodeName:'extra',containers:[{name:'c',image:'i'}]}}");
        await _cluster.SettleAsync();
        var before = _cluster.Get(Resources.Pods, "p").Phase();
        await ReadyAsync("extra", "True");
        await _cluster.SettleAsync();

        Assert.Equal(("Pending", "Running"), (before, _cluster.Get(Resources.Pods, "p").Phase()));
    }

    private async Task DaemonSetAsync()
    {
        await _cluster.CreateAsync(Resources.DaemonSets, """
            {apiVersion:'apps/v1',kind:'DaemonSet',metadata:{name:'ds'},spec:{selector:{matchLabels:{app:'ds'}},template:{metadata:{labels:{app:'ds'}},spec:{containers:[{name:'c',image:'img:1'}]}}}}
            """);
        await _cluster.SettleAsync();
    }

    private Task ReadyAsync(string node, string ready) => _cluster.ChangeAsync(Resources.Nodes, node, value =>
        value["status"] = Json.Object($"{{conditions:[{{type:'Ready',status:'{ready}'}}],{Allocatable}}}"), "status");

    private IEnumerable<string> Taints(string node) => _cluster.Get(Resources.Nodes, node).Objects("spec", "taints")
        .Select(taint => $"{taint.Text("key")!.Replace("node.kubernetes.io/", "", StringComparison.Ordinal)}:{taint.Text("effect")}").ToArray();

    private string?[] Nodes() => [.. _cluster.List(Resources.Pods).Where(pod => !pod.IsDeleting()).Select(pod => pod.NodeName()).Order(StringComparer.Ordinal)];
}
