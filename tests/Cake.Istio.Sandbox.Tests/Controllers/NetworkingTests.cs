using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;

namespace Cake.Istio.Sandbox.Tests.Controllers;

public sealed class NetworkingTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_service_has_the_ready_pods_behind_it_with_named_ports_looked_up()
    {
        _cluster.Faults.Replace("pod=sick,reason=NotReady");
        await PodAsync("well", 8080);
        await PodAsync("sick", 8080);
        await ServiceAsync("selector:{app:'x'},ports:[{name:'http',port:80,targetPort:'web'},{name:'tcp',port:9000}]");
        await _cluster.SettleAsync();
        var slice = Assert.Single(_cluster.List(Resources.EndpointSlices));
        var endpoints = _cluster.Get(Resources.Endpoints, "s");

        Assert.Matches("^s-.{5}$", slice.Name());
        Assert.Equal(("IPv4", "s", "s"), (slice.Text("addressType"), slice.Labels()["kubernetes.io/service-name"], OwnerReference.Controller(slice).Text("name")));
        Assert.Equal([("http", 8080L), ("tcp", 9000L)], slice.Objects("ports").Select(port => (port.Text("name")!, port.Number("port")!.Value)));
        Assert.Equal([("sick", false), ("well", true)], slice.Objects("endpoints").Select(endpoint => (endpoint.Text("targetRef", "name")!, endpoint.Flag("conditions", "ready")!.Value)));
        Assert.Equal("well", endpoints.Objects("subsets").Single().Objects("addresses").Single().Text("targetRef", "name"));
        Assert.Equal("sick", endpoints.Objects("subsets").Single().Objects("notReadyAddresses").Single().Text("targetRef", "name"));
    }

    [Fact]
    public async Task Pods_with_different_ports_of_the_same_name_are_in_slices_of_their_own()
    {
        await PodAsync("a", 8080);
        await PodAsync("b", 9090);
        await ServiceAsync("selector:{app:'x'},ports:[{name:'http',port:80,targetPort:'web'}]");
        await _cluster.SettleAsync();

        Assert.Equal([8080L, 9090L], _cluster.List(Resources.EndpointSlices).Select(slice => slice.Objects("ports").Single().Number("port")!.Value).Order());
    }

    [Fact]
    public async Task A_service_without_pods_has_an_empty_slice_and_one_without_selector_none()
    {
        await ServiceAsync("selector:{app:'nobody'},ports:[{port:80}]");
        await _cluster.CreateAsync(Resources.Services, "{apiVersion:'v1',kind:'Service',metadata:{name:'manual'},spec:{ports:[{port:80}]}}");
        await _cluster.SettleAsync();
        var slice = Assert.Single(_cluster.List(Resources.EndpointSlices));

        Assert.Equal("s", slice.Labels()["kubernetes.io/service-name"]);
        Assert.Empty(slice.Objects("endpoints"));
        Assert.Null(_cluster.Find(Resources.Endpoints, "manual"));
    }

    [Fact]
    public async Task Endpoints_follow_pods_and_go_with_the_service()
    {
        await PodAsync("p", 8080);
        await ServiceAsync("selector:{app:'x'},ports:[{port:80,targetPort:8080}]");
        await _cluster.SettleAsync();
        var before = _cluster.List(Resources.EndpointSlices).Single().Objects("endpoints").Count();
        await _cluster.DeleteAsync(Resources.Pods, "p");
        await _cluster.SettleAsync();
        var after = _cluster.List(Resources.EndpointSlices).Single().Objects("endpoints").Count();
        await _cluster.DeleteAsync(Resources.Services, "s");
        await _cluster.SettleAsync();

        Assert.Equal((1, 0), (before, after));
        Assert.Empty(_cluster.List(Resources.EndpointSlices));
        Assert.Null(_cluster.Find(Resources.Endpoints, "s"));
    }

    [Fact]
    public async Task Without_a_provider_a_load_balancer_stays_pending_and_nobody_speaks_of_it()
    {
        await ServiceAsync("type:'LoadBalancer',ports:[{port:80}]");
        await _cluster.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Empty(Ingress());
        Assert.Empty(_cluster.Events("Service"));
    }

    [Fact]
    public async Task A_provider_gives_the_address_after_a_while_and_takes_it_back()
    {
        _cluster.Faults.Replace("load-balancer=3s,address=198.51.100.7");
        await ServiceAsync("type:'LoadBalancer',ports:[{port:80}]");
        await _cluster.SettleAsync();
        var early = Ingress();
        await _cluster.PassAsync(TimeSpan.FromSeconds(2));
        var late = Ingress();
        var held = Finalizers();
        await _cluster.ChangeAsync(Resources.Services, "s", service => service["spec"]!["type"] = "ClusterIP");
        await _cluster.SettleAsync();

        Assert.Empty(early);
        Assert.Equal(["198.51.100.7"], late);
        Assert.Equal((1, 0), (held.Count, Finalizers().Count));
        Assert.Equal("service.kubernetes.io/load-balancer-cleanup", held[0]);
        Assert.Empty(Ingress());
        Assert.Equal(["EnsuringLoadBalancer: Ensuring load balancer", "EnsuredLoadBalancer: Ensured load balancer"], _cluster.Events("Service").Take(2));
    }

    [Fact]
    public async Task A_provider_that_fails_says_so()
    {
        _cluster.Faults.Replace("load-balancer=never");
        await ServiceAsync("type:'LoadBalancer',ports:[{port:80}]");
        await _cluster.SettleAsync();

        Assert.Empty(Ingress());
        Assert.Contains(_cluster.Events("Service"), text => text.StartsWith("SyncLoadBalancerFailed: Error syncing load balancer: failed to ensure load balancer", StringComparison.Ordinal));
    }

    private IReadOnlyList<string> Finalizers() => [.. _cluster.Get(Resources.Services, "s").Texts("metadata", "finalizers")];

    private string?[] Ingress() => [.. _cluster.Get(Resources.Services, "s").Objects("status", "loadBalancer", "ingress").Select(ingress => ingress.Text("ip"))];

    private Task<JsonObject> ServiceAsync(string spec) => _cluster.CreateAsync(Resources.Services, $"{{apiVersion:'v1',kind:'Service',metadata:{{name:'s'}},spec:{{{spec}}}}}");

    private Task<JsonObject> PodAsync(string name, int port) => _cluster.CreateAsync(
        Resources.Pods,
        $"{{apiVersion:'v1',kind:'Pod',metadata:{{name:'{name}',labels:{{app:'x'}}}},spec:{{containers:[{{name:'c',image:'i',ports:[{{name:'web',containerPort:{port}}}]}}]}}}}");
}
