using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Allocation;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Cake.Istio.Sandbox.Tests.Allocation;

public sealed class ServiceAllocatorTests : IDisposable
{
    private readonly ClusterState _state = new(new ObjectStore(), new FakeTimeProvider());
    private readonly ServiceReservations _reservations;
    private readonly ServiceAllocator _allocator;

    public ServiceAllocatorTests()
    {
        _reservations = new ServiceReservations(_state);
        _allocator = new ServiceAllocator(_reservations, new Random(1));
    }

    public void Dispose() => _reservations.Dispose();

    [Fact]
    public void A_plain_service_gets_one_IPv4_address()
    {
        var spec = Created("{type:'ClusterIP',selector:{app:'x'},ports:[{port:80}]}").At("spec");

        Assert.Matches(@"^10\.96\.\d+\.\d+$", spec.Text("clusterIP"));
        Assert.Equal([spec.Text("clusterIP")!], spec.Texts("clusterIPs"));
        Assert.Equal(["IPv4"], spec.Texts("ipFamilies"));
        Assert.Equal("SingleStack", spec.Text("ipFamilyPolicy"));
        Assert.Null(spec.Objects("ports").Single()["nodePort"]);
    }

    [Fact]
    public void A_headless_service_gets_no_address_and_without_selector_both_families()
    {
        var with = Created("{type:'ClusterIP',clusterIP:'None',selector:{app:'x'},ports:[]}").At("spec");
        var without = Created("{type:'ClusterIP',clusterIP:'None',ports:[]}", "other").At("spec");

        Assert.Equal(["None"], with.Texts("clusterIPs"));
        Assert.Equal(["IPv4"], with.Texts("ipFamilies"));
        Assert.Equal(["IPv4", "IPv6"], without.Texts("ipFamilies"));
        Assert.Equal("RequireDualStack", without.Text("ipFamilyPolicy"));
    }

    [Theory]
    [InlineData("10.96.7.7", "failed to allocate IP 10.96.7.7: provided IP is already allocated")]
    [InlineData("192.168.0.1", "failed to allocate IP 192.168.0.1: the provided network does not match the current range")]
    [InlineData("10.96.0.0", "failed to allocate IP 10.96.0.0: the provided IP (10.96.0.0) is not in the valid range. The range of valid IPs is 10.96.0.0/16")]
    public void An_address_that_cannot_be_had_is_refused_by_name(string wanted, string why)
    {
        Created("{type:'ClusterIP',clusterIP:'10.96.7.7',selector:{a:'b'}}");

        var refusal = Assert.Throws<StatusException>(() => Created($"{{type:'ClusterIP',clusterIP:'{wanted}',selector:{{a:'b'}}}}", "late"));

        Assert.Equal($"Service \"late\" is invalid: spec.clusterIPs: Invalid value: [\"{wanted}\"]: {why}", refusal.Message);
    }

    [Fact]
    public void Requested_node_ports_are_kept_others_drawn_from_the_range()
    {
        var ports = Created("{type:'NodePort',ports:[{name:'a',port:80,nodePort:31380},{name:'b',port:443}]}").Objects("spec", "ports").ToArray();

        Assert.Equal(31380, ports[0].Number("nodePort"));
        Assert.InRange(ports[1].Number("nodePort")!.Value, 30000, 32767);
    }

    [Fact]
    public void A_port_that_the_service_names_is_not_drawn_for_another_of_its_ports()
    {
        // Where drawing begins with this Random: the port itself would be the first one.
        var first = (int)Created("{type:'NodePort',ports:[{port:1}]}").Objects("spec", "ports").Single().Number("nodePort")!;
        using var reservations = new ServiceReservations(new ClusterState(new ObjectStore(), new FakeTimeProvider()));
        var service = Service($"{{type:'NodePort',ports:[{{name:'a',port:1}},{{name:'b',port:2,nodePort:{first}}}]}}", "s");

        new ServiceAllocator(reservations, new Random(1)).Create(service, dryRun: false)?.Dispose();

        Assert.Equal([first + 1, first], service.Objects("spec", "ports").Select(port => (int)port.Number("nodePort")!));
    }

    [Fact]
    public void The_same_port_on_two_protocols_shares_a_node_port()
    {
        var ports = Created("{type:'NodePort',ports:[{name:'a',port:53,protocol:'UDP'},{name:'b',port:53,protocol:'TCP'}]}").Objects("spec", "ports").ToArray();

        Assert.Equal(ports[0].Number("nodePort"), ports[1].Number("nodePort"));
    }

    [Theory]
    [InlineData(31380, "provided port is already allocated")]
    [InlineData(80, "provided port is not in the valid range. The range of valid ports is 30000-32767")]
    public void A_node_port_that_cannot_be_had_is_refused_by_name(int port, string why)
    {
        Created("{type:'NodePort',ports:[{port:80,nodePort:31380}]}");

        var refusal = Assert.Throws<StatusException>(() => Created($"{{type:'NodePort',ports:[{{port:81,nodePort:{port}}}]}}", "clash"));

        Assert.Equal($"Service \"clash\" is invalid: spec.ports[0].nodePort: Invalid value: {port}: {why}", refusal.Message);
        Assert.Equal("FieldValueInvalid", Assert.Single(refusal.Causes).Reason);
    }

    [Theory]
    [InlineData("", "must be empty when `clusterIP` is not specified")]
    [InlineData("clusterIP:'10.96.0.5',", "first value must match `clusterIP`")]
    public void A_list_of_addresses_without_the_single_one_is_refused(string address, string why)
    {
        var refusal = Assert.Throws<StatusException>(() => Created($"{{type:'ClusterIP',{address}clusterIPs:['None'],ipFamilies:['IPv4'],selector:{{a:'b'}}}}"));

        Assert.Equal($"Service \"s\" is invalid: spec.clusterIPs: Invalid value: [\"None\"]: {why}", refusal.Message);
    }

    [Fact]
    public void A_dry_run_reserves_nothing()
    {
        var service = Service("{type:'NodePort',ports:[{port:80,nodePort:31000},{port:81}]}", "dry");
        _allocator.Create(service, dryRun: true);

        Assert.Equal("10.96.0.0", service.Text("spec", "clusterIP"));
        Assert.Equal(31000, Created("{type:'NodePort',ports:[{port:80,nodePort:31000}]}").Objects("spec", "ports").Single().Number("nodePort"));
    }

    [Fact]
    public void What_a_refused_request_took_is_free_again()
    {
        Assert.Throws<StatusException>(() => Created("{type:'NodePort',ports:[{name:'a',port:80,nodePort:31000},{name:'b',port:81,nodePort:1}]}"));

        Created("{type:'NodePort',ports:[{port:80,nodePort:31000}]}");
    }

    [Fact]
    public void What_a_deleted_service_had_is_free_again()
    {
        Created("{type:'NodePort',clusterIP:'10.96.3.3',selector:{a:'b'},ports:[{port:80,nodePort:31000}]}");
        _state.Delete(Resources.Services, "n", "s");

        Created("{type:'NodePort',clusterIP:'10.96.3.3',selector:{a:'b'},ports:[{port:80,nodePort:31000}]}", "next");
    }

    [Fact]
    public void LoadBalancer_to_NodePort_keeps_the_node_ports_and_loses_the_load_balancer_fields()
    {
        var old = Created("{type:'LoadBalancer',allocateLoadBalancerNodePorts:true,externalTrafficPolicy:'Cluster',ports:[{name:'a',port:80,nodePort:31380},{name:'b',port:81}]}");
        var updated = Updated(old, spec => spec["type"] = "NodePort");

        Assert.Equal(old.Objects("spec", "ports").Select(port => port.Number("nodePort")), updated.Objects("spec", "ports").Select(port => port.Number("nodePort")));
        Assert.Null(updated.At("spec", "allocateLoadBalancerNodePorts"));
        Assert.Equal("Cluster", updated.Text("spec", "externalTrafficPolicy"));
    }

    [Fact]
    public void NodePort_to_ClusterIP_releases_the_node_ports()
    {
        var old = Created("{type:'NodePort',externalTrafficPolicy:'Cluster',ports:[{port:80,nodePort:31380}]}");
        var updated = Updated(old, spec => spec["type"] = "ClusterIP");

        Assert.Null(updated.Objects("spec", "ports").Single()["nodePort"]);
        Assert.Null(updated.At("spec", "externalTrafficPolicy"));
        Created("{type:'NodePort',ports:[{port:80,nodePort:31380}]}", "next");
    }

    [Fact]
    public void Sending_the_first_YAML_again_keeps_what_was_allocated()
    {
        const string Yaml = "{type:'NodePort',selector:{a:'b'},ports:[{name:'x',port:80},{name:'y',port:81}]}";
        var old = Created(Yaml);
        var again = Service(Yaml, "s");
        using (_allocator.Update(again, old, dryRun: false))
            Assert.True(JsonNode.DeepEquals(old["spec"], again["spec"]), again["spec"]!.ToJsonString());
    }

    [Fact]
    public void To_ExternalName_and_back_gives_up_the_address_and_takes_a_new_one()
    {
        var old = Created("{type:'ClusterIP',selector:{a:'b'},ports:[{port:80}]}");
        var external = Updated(old, spec => (spec["type"], spec["externalName"]) = ("ExternalName", "example.com"));
        var back = Updated(external, spec => spec["type"] = "ClusterIP");

        Assert.Null(external.At("spec", "clusterIP"));
        Assert.Null(external.At("spec", "ipFamilies"));
        Assert.Null(back.At("spec", "externalName"));
        Assert.NotNull(back.Text("spec", "clusterIP"));
    }

    [Fact]
    public void An_address_may_not_change_once_set()
    {
        var old = Created("{type:'ClusterIP',selector:{a:'b'},ports:[{port:80}]}");
        var refusal = Assert.Throws<StatusException>(() => Updated(old, spec => spec["clusterIP"] = "10.96.9.9"));

        Assert.Equal("Service \"s\" is invalid: spec.clusterIPs[0]: Invalid value: [\"10.96.9.9\"]: may not change once set", refusal.Message);
    }

    [Fact]
    public void An_address_for_a_headless_service_without_selector_is_refused_for_its_families()
    {
        var old = Created("{type:'ClusterIP',clusterIP:'None',ports:[{port:80}]}");
        var refusal = Assert.Throws<StatusException>(() => Updated(old, spec => spec["clusterIP"] = "10.96.1.1"));

        Assert.Equal(["spec.ipFamilyPolicy", "spec.ipFamilies[1]"], refusal.Causes.Select(cause => cause.Field));
    }

    [Fact]
    public void Local_traffic_on_a_load_balancer_gets_a_health_check_node_port_and_gives_it_up()
    {
        var old = Created("{type:'LoadBalancer',externalTrafficPolicy:'Local',ports:[{port:80}]}");
        var updated = Updated(old, spec => spec["externalTrafficPolicy"] = "Cluster");

        Assert.InRange(old.Number("spec", "healthCheckNodePort")!.Value, 30000, 32767);
        Assert.Null(updated.At("spec", "healthCheckNodePort"));
    }

    [Fact]
    public void A_load_balancer_that_wants_no_node_ports_gets_none()
    {
        var service = Created("{type:'LoadBalancer',allocateLoadBalancerNodePorts:false,ports:[{port:80}]}");

        Assert.Null(service.Objects("spec", "ports").Single()["nodePort"]);
    }

    [Fact]
    public void A_load_balancer_that_wants_no_more_node_ports_keeps_those_it_names()
    {
        var old = Created("{type:'LoadBalancer',ports:[{name:'a',port:80,nodePort:31380}]}");
        var updated = Updated(old, spec => spec["allocateLoadBalancerNodePorts"] = false);
        var inner = Updated(updated, spec => spec["type"] = "ClusterIP");

        Assert.Equal(31380, updated.Objects("spec", "ports").Single().Number("nodePort"));
        Assert.Null(inner.Objects("spec", "ports").Single()["nodePort"]);
    }

    private JsonObject Created(string spec, string name = "s")
    {
        var service = Service(spec, name);
        using (_allocator.Create(service, dryRun: false))
            return _state.Create(Resources.Services, service, "test");
    }

    private JsonObject Updated(JsonObject old, Action<JsonObject> change)
    {
        var service = old.DeepClone().AsObject();
        change(service["spec"]!.AsObject());
        using (_allocator.Update(service, old, dryRun: false))
            return _state.Update(Resources.Services, service, "test");
    }

    private static JsonObject Service(string spec, string name) =>
        Json.Object($"{{apiVersion:'v1',kind:'Service',metadata:{{name:'{name}',namespace:'n'}},spec:{spec}}}");
}
