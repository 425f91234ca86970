using System.Text.Json.Nodes;
using Cake.Istio.Gateway;
using Cake.Istio.Settings;
using Cake.Istio.Tests.Apply;

namespace Cake.Istio.Tests.Gateway;

public sealed class GatewayRulesTests
{
    private static readonly LoadBalancerProvider Provider = new("MetalLB", "the API group metallb.io is served");

    [Theory]
    // policy, live type, held by the gateway step, address, provider found → action, new type
    [InlineData(GatewayPolicy.Auto, "LoadBalancer", false, false, false, GatewayAction.SetType, "NodePort")]
    [InlineData(GatewayPolicy.Auto, "LoadBalancer", false, false, true, GatewayAction.Wait, null)]
    [InlineData(GatewayPolicy.Auto, "LoadBalancer", false, true, false, GatewayAction.None, null)]
    [InlineData(GatewayPolicy.Auto, "NodePort", true, false, false, GatewayAction.None, null)]
    [InlineData(GatewayPolicy.Auto, "NodePort", true, false, true, GatewayAction.SetType, "LoadBalancer")]
    [InlineData(GatewayPolicy.Auto, "NodePort", false, false, false, GatewayAction.None, null)]
    [InlineData(GatewayPolicy.Auto, "ClusterIP", false, false, true, GatewayAction.None, null)]
    [InlineData(GatewayPolicy.Auto, "ClusterIP", true, false, false, GatewayAction.SetType, "NodePort")]
    [InlineData(GatewayPolicy.Keep, "LoadBalancer", false, false, false, GatewayAction.None, null)]
    [InlineData(GatewayPolicy.Keep, "NodePort", true, false, false, GatewayAction.Release, null)]
    [InlineData(GatewayPolicy.NodePort, "LoadBalancer", false, true, true, GatewayAction.SetType, "NodePort")]
    [InlineData(GatewayPolicy.NodePort, "NodePort", true, false, false, GatewayAction.None, null)]
    [InlineData(GatewayPolicy.ClusterIP, "NodePort", true, false, false, GatewayAction.SetType, "ClusterIP")]
    [InlineData(GatewayPolicy.ClusterIP, "ClusterIP", false, false, false, GatewayAction.None, null)]
    [InlineData(GatewayPolicy.Fail, "LoadBalancer", false, false, false, GatewayAction.Fail, null)]
    [InlineData(GatewayPolicy.Fail, "LoadBalancer", false, false, true, GatewayAction.Wait, null)]
    [InlineData(GatewayPolicy.Fail, "LoadBalancer", false, true, false, GatewayAction.None, null)]
    [InlineData(GatewayPolicy.Fail, "NodePort", true, false, false, GatewayAction.Fail, null)]
    [InlineData(GatewayPolicy.Fail, "NodePort", true, false, true, GatewayAction.SetType, "LoadBalancer")]
    [InlineData(GatewayPolicy.Fail, "NodePort", false, false, false, GatewayAction.None, null)]
    public void The_policy_decides(GatewayPolicy policy, string type, bool held, bool address, bool provider, GatewayAction action, string? newType)
    {
        var service = Service(type, held, address);
        var decision = GatewayRules.Decide(policy, service, provider ? Provider : null);
        Assert.Equal((action, newType), (decision.Action, decision.Type));
        Assert.EndsWith(".", decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GatewayPolicy.Auto, "LoadBalancer", false, false, true)]
    [InlineData(GatewayPolicy.Auto, "LoadBalancer", false, true, false)]
    [InlineData(GatewayPolicy.Auto, "NodePort", true, false, true)]
    [InlineData(GatewayPolicy.Fail, "NodePort", true, false, true)]
    [InlineData(GatewayPolicy.Auto, "NodePort", false, false, false)]
    [InlineData(GatewayPolicy.NodePort, "LoadBalancer", false, false, false)]
    [InlineData(GatewayPolicy.Keep, "LoadBalancer", false, false, false)]
    public void A_provider_is_looked_for_only_where_it_decides_something(GatewayPolicy policy, string type, bool held, bool address, bool expected) =>
        Assert.Equal(expected, GatewayRules.NeedsProvider(policy, Service(type, held, address)));

    [Theory]
    [InlineData("LoadBalancer", "10.0.0.7", "http://10.0.0.7 https://10.0.0.7")]
    [InlineData("LoadBalancer", "fd00::7", "http://[fd00::7] https://[fd00::7]")]
    [InlineData("LoadBalancer", "", "")]
    [InlineData("NodePort", "", "http://192.0.2.1:31380 https://192.0.2.1:31390")]
    [InlineData("ClusterIP", "", "http://istio-ingressgateway.istio-system.svc https://istio-ingressgateway.istio-system.svc")]
    public void The_web_ports_are_found_by_name_wherever_they_stand(string type, string address, string expected)
    {
        var service = Service(type, held: false, address: false);
        if (address.Length > 0)
            service.Json["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = address }) } };
        var nodes = new[] { Sample.Json("""{"status": {"addresses": [{"type": "InternalIP", "address": "192.0.2.1"}, {"type": "Hostname", "address": "n"}]}}""") };
        Assert.Equal(expected, string.Join(' ', GatewayUrls.Of(service, nodes)));
    }

    private static GatewayService Service(string type, bool held, bool address)
    {
        var ingress = address ? """[{"ip": "10.0.0.1"}]""" : "[]";
        return new(Sample.Live(
            $$"""
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "istio-ingressgateway", "namespace": "istio-system"},
             "spec": {"type": "{{type}}", "ports": [
               {"name": "status-port", "port": 15020, "nodePort": 30000}, {"name": "http2", "port": 80, "nodePort": 31380}, {"name": "https", "port": 443, "nodePort": 31390}]},
             "status": {"loadBalancer": {"ingress": {{ingress}} } } }
            """,
            held ? [("cake-istio-gateway", "Apply", """{"f:spec": {"f:type": {}}}""")] : []));
    }
}
