using System.Text.Json.Nodes;
using Cake.Istio.Apply;

namespace Cake.Istio.Tests.Apply;

public sealed class OwnershipRulesTests
{
    private const string Webhook = """
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration", "metadata": {"name": "istio-sidecar-injector"}, "webhooks": [
          {"name": "sidecar-injector.istio.io", "clientConfig": {"caBundle": "QQ=="}, "failurePolicy": "Fail", "namespaceSelector": {"matchLabels": {"a": "b"}}}]}
        """;

    private const string Deployment = """{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d", "namespace": "n"}, "spec": {"replicas": 1}}""";

    private const string Service = """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "istio-ingressgateway", "namespace": "istio-system"},
         "spec": {"type": "LoadBalancer", "ports": [{"port": 80, "nodePort": 31380}, {"port": 443, "protocol": "TCP", "nodePort": 31390}]}}
        """;

    private const string OtherService = """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "istio-pilot", "namespace": "istio-system"}, "spec": {"type": "ClusterIP"}}
        """;

    [Theory]
    // The injector, galley, istiod and platforms: what they patch at run time is theirs.
    [InlineData(Webhook, "caBundle", "CQ==", "sidecar-injector", "Update", true)]
    [InlineData(Webhook, "caBundle", "CQ==", "cainjector", "Update", true)]
    [InlineData(Webhook, "caBundle", "CQ==", "kubectl-client-side-apply", "Update", false)]
    [InlineData(Webhook, "caBundle", "CQ==", "helm", "Apply", false)]
    [InlineData(Webhook, "failurePolicy", "Ignore", "pilot-discovery", "Update", true)]
    [InlineData(Webhook, "failurePolicy", "Ignore", "galley", "Update", true)]
    [InlineData(Webhook, "failurePolicy", "Ignore", "istiod", "Apply", true)]
    [InlineData(Webhook, "failurePolicy", "Ignore", "kubectl-edit", "Update", false)]
    [InlineData(Webhook, "namespaceSelector", "{}", "admissionsenforcer", "Update", true)]
    [InlineData(Webhook, "namespaceSelector", "{}", "somebody", "Update", false)]
    // A path that only we own stays, whatever its value.
    [InlineData(Webhook, "caBundle", "CQ==", "cake-istio", "Apply", false)]
    // Agreement needs no rule.
    [InlineData(Webhook, "caBundle", "QQ==", "sidecar-injector+cake-istio", "Update", false)]
    [InlineData(Deployment, "replicas", "5", "kube-controller-manager/scale", "Update", true)]
    [InlineData(Deployment, "replicas", "5", "kube-controller-manager", "Update", false)]
    [InlineData(Deployment, "replicas", "5", "kubectl/scale", "Update", false)]
    [InlineData(Service, "type", "NodePort", "cake-istio-gateway", "Apply", true)]
    // The last step of the procedure by hand, on the gateway alone.
    [InlineData(Service, "type", "NodePort", "kubectl-edit", "Update", true)]
    [InlineData(Service, "type", "NodePort", "somebody", "Update", false)]
    [InlineData(OtherService, "type", "NodePort", "kubectl-edit", "Update", false)]
    public void A_path_is_left_out_only_where_a_rule_gives_it_to_its_live_owner(
        string manifest, string field, string value, string managers, string operation, bool isLeftOut)
    {
        var body = Sample.Json(manifest);
        var path = PathOf(field);
        var live = Sample.Live(manifest, [.. managers.Split('+').Select(manager => (manager, manager == "cake-istio" ? "Apply" : operation, Fields(path)))]);
        Set(live, path, value.StartsWith('{') ? JsonNode.Parse(value) : int.TryParse(value, out var number) ? number : value);

        var released = OwnershipRules.Apply(body, live, keepGateway: false);

        Assert.Equal(isLeftOut, path.Find(body) is null);
        if (isLeftOut)
            Assert.Equal((path.ToString(), managers.Split('/')[0]), (Assert.Single(released).Path, released[0].Manager));
        else
            Assert.Empty(released);
    }

    [Fact]
    public void Keep_takes_the_gateways_type_back()
    {
        var body = Sample.Json(Service);
        var live = Sample.Live(Service, ("cake-istio-gateway", "Apply", """{"f:spec": {"f:type": {}}}"""));
        live["spec"]!["type"] = "NodePort";
        Assert.Empty(OwnershipRules.Apply(body, live, keepGateway: true));
        Assert.Equal("LoadBalancer", (string?)body["spec"]!["type"]);
    }

    [Fact]
    public void Ports_that_the_gateway_step_chose_are_left_out_one_by_one()
    {
        var body = Sample.Json(Service);
        var live = Sample.Live(Service, ("cake-istio-gateway", "Apply", """{"f:spec": {"f:ports": {"k:{\"port\":80,\"protocol\":\"TCP\"}": {".": {}, "f:nodePort": {}, "f:port": {}}}}}"""));
        live["spec"]!["ports"]![0]!["nodePort"] = 32000;
        OwnershipRules.Apply(body, live, keepGateway: false);
        Assert.Equal("""[{"port":80},{"port":443,"protocol":"TCP","nodePort":31390}]""", body["spec"]!["ports"]!.ToJsonString());
    }

    private static FieldPath PathOf(string field)
    {
        var webhook = FieldPath.Of("webhooks").Then(FieldPathElement.OfKeys(new() { ["name"] = "sidecar-injector.istio.io" }));
        return field switch
        {
            "caBundle" => webhook.Then("clientConfig").Then(field),
            "replicas" or "type" => FieldPath.Of("spec", field),
            _ => webhook.Then(field),
        };
    }

    private static string Fields(FieldPath path) =>
        path.Elements.Reverse().Aggregate("{}", (inner, element) => new JsonObject { [element.Raw] = JsonNode.Parse(inner) }.ToJsonString());

    private static void Set(JsonObject root, FieldPath path, JsonNode? value)
    {
        var parent = (JsonObject)new FieldPath(path.Elements.RemoveAt(path.Elements.Length - 1)).Find(root)!;
        parent[path.LastField] = value;
    }
}
