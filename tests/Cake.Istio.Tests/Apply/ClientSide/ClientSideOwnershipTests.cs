using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Apply.ClientSide;

namespace Cake.Istio.Tests.Apply.ClientSide;

public sealed class ClientSideOwnershipTests
{
    private const string Webhook = """{"webhooks": [{"name": "w.mesh.example", "clientConfig": {"service": {"name": "i"}}}]}""";

    private const string Service = """{"metadata": {}, "spec": {"type": "LoadBalancer", "ports": [{"name": "http", "port": 80, "nodePort": 31380}]}}""";

    [Theory]
    [InlineData("""{"caBundle": ""}""", "Q0E=")]
    [InlineData("""{"caBundle": "T0xE"}""", "Q0E=")]
    [InlineData("""{}""", null)]
    public void A_certificate_that_would_be_taken_away_is_sent_as_it_is(string applied, string? sent)
    {
        var body = Sample.Json(Webhook);
        var live = Sample.Json($$"""{"metadata": {}, "webhooks": [{"name": "w.mesh.example", "clientConfig": {"caBundle": "Q0E="} }]}""");
        live["metadata"]!["annotations"] = new JsonObject { [OwnershipMigration.LastApplied] = $$"""{"webhooks": [{"name": "w.mesh.example", "clientConfig": {{applied}} }]}""" };

        ClientSideOwnership.Apply(body, live, keepGateway: false);

        Assert.Equal(sent, (string?)body["webhooks"]![0]!["clientConfig"]!["caBundle"]);
    }

    [Fact]
    public void What_kubectl_would_remove_from_a_Namespace_is_sent_as_it_is()
    {
        var body = Sample.Json("""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "n", "labels": {"istio-injection": "disabled"}}}""");
        var live = Sample.Json("""{"metadata": {"labels": {"team": "b", "istio-injection": "enabled", "other": "x"}, "annotations": {"cost-center": "7"}}}""");
        live["metadata"]!["annotations"]![OwnershipMigration.LastApplied] =
            """{"metadata": {"labels": {"team": "a", "istio-injection": "enabled", "gone": "x"}, "annotations": {"cost-center": "7"}}}""";

        ClientSideOwnership.Apply(body, live, keepGateway: false);

        Assert.Equal("""{"name":"n","labels":{"istio-injection":"disabled","team":"b"},"annotations":{"cost-center":"7"}}""", body["metadata"]!.ToJsonString());
    }

    [Fact]
    public void The_gateway_s_type_is_kept_while_the_gateway_step_holds_it()
    {
        Assert.Equal(("NodePort", "31380", ".spec.type"), Applied("NodePort", marked: true, keepGateway: false));
        Assert.Equal(("ClusterIP", null, ".spec.type"), Applied("ClusterIP", marked: true, keepGateway: false));
        Assert.Equal(("LoadBalancer", "31380", ""), Applied("NodePort", marked: true, keepGateway: true));
        Assert.Equal(("LoadBalancer", "31380", ""), Applied("NodePort", marked: false, keepGateway: false));
    }

    private static (string?, string?, string) Applied(string liveType, bool marked, bool keepGateway)
    {
        var (body, live) = (Sample.Json(Service), Sample.Json(Service));
        live["spec"]!["type"] = liveType;
        if (marked)
            live["metadata"]!["annotations"] = new JsonObject { [ClientSideOwnership.GatewayMark] = liveType };
        var released = ClientSideOwnership.Apply(body, live, keepGateway);
        return ((string?)body["spec"]!["type"], body["spec"]!["ports"]![0]!["nodePort"]?.ToString(), string.Join(' ', released.Select(field => field.Path)));
    }
}
