using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Errors;
using Cake.Istio.Gateway;
using Cake.Istio.Manifests;
using Cake.Istio.Settings;
using Cake.Istio.Tests.Apply;

namespace Cake.Istio.Tests.Gateway;

public sealed class GatewayExposureTests
{
    private const string Namespace = """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "istio-system"}}""";

    private const string Service = """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "istio-ingressgateway", "namespace": "istio-system"}, "spec": {"type": "LoadBalancer",
         "ports": [{"name": "status-port", "port": 15020}, {"name": "http2", "port": 80, "nodePort": 31380}, {"name": "https", "port": 443, "nodePort": 31390}]}}
        """;

    private const string Served = """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "other", "namespace": "istio-system"}, "spec": {"type": "LoadBalancer", "ports": [{"port": 80}]}}
        """;

    [Fact]
    public async Task ClusterIP_closes_the_node_ports_and_the_next_install_does_not_ask_for_them()
    {
        await using var fixture = await InstallAsync();
        Assert.Equal("ClusterIP", (await ExposeAsync(fixture, GatewayPolicy.ClusterIP)).Type);
        var plan = await fixture.PlanAsync(Objects);
        plan.EnsureAccepted();
        Assert.Equal("", string.Join('\n', plan.Changes.Where(change => change.IsWrite).SelectMany(PlanText.Lines)));
    }

    [Fact]
    public async Task Without_a_provider_node_ports_are_opened_and_stay_open_over_the_next_install()
    {
        await using var fixture = await InstallAsync();
        var report = await ExposeAsync(fixture, GatewayPolicy.Auto);
        Assert.Equal((ChangeAction.Configured, "NodePort"), (report.Change, report.Type));
        Assert.Equal(31380, report.Ports.Single(port => port.Name == "http2").NodePort);

        Assert.True((await fixture.PlanAsync(Objects)).IsEmpty);
        var before = fixture.Sandbox.Requests.Count;
        report = await ExposeAsync(fixture, GatewayPolicy.Auto);
        Assert.Equal((ChangeAction.Unchanged, "NodePort"), (report.Change, report.Type));
        Assert.DoesNotContain(fixture.Sandbox.Requests.Skip(before), request => request.Persisted);
    }

    [Fact]
    public async Task Keep_gives_the_type_back_to_the_release()
    {
        await using var fixture = await InstallAsync();
        await ExposeAsync(fixture, GatewayPolicy.NodePort);
        await fixture.InstallAsync(Objects, new() { Namespace = "istio-system", KeepGateway = true });
        var report = await ExposeAsync(fixture, GatewayPolicy.Keep);
        Assert.Equal((ChangeAction.Unchanged, "LoadBalancer"), (report.Change, report.Type));
        Assert.True((await fixture.PlanAsync(Objects)).IsEmpty);
    }

    [Fact]
    public async Task Keep_alone_gives_the_type_up_without_closing_anything()
    {
        await using var fixture = await InstallAsync();
        await ExposeAsync(fixture, GatewayPolicy.NodePort);
        var report = await ExposeAsync(fixture, GatewayPolicy.Keep);
        Assert.Equal((ChangeAction.Configured, "NodePort", 31380), (report.Change, report.Type, report.Ports[1].NodePort));
        await fixture.InstallAsync(Objects);
        Assert.Equal("LoadBalancer", (await ExposeAsync(fixture, GatewayPolicy.Keep)).Type);
    }

    [Fact]
    public async Task Fail_says_how_to_get_on_where_there_is_no_provider()
    {
        await using var fixture = await InstallAsync();
        var error = await Assert.ThrowsAsync<MeshException>(() => ExposeAsync(fixture, GatewayPolicy.Fail));
        Assert.Equal(ErrorCode.NoLoadBalancer, error.Code);
        Assert.Contains("--gateway=nodeport", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_set_by_hand_is_not_overruled_without_being_told_to()
    {
        await using var fixture = await InstallAsync();
        await fixture.PatchAsAsync("kubectl-edit", "v1", "Service", "istio-system", "istio-ingressgateway", """{"spec": {"type": "NodePort"}}""");
        Assert.Equal("NodePort", (await ExposeAsync(fixture, GatewayPolicy.Auto)).Type);
        var error = await Assert.ThrowsAsync<MeshException>(() => ExposeAsync(fixture, GatewayPolicy.ClusterIP));
        Assert.Equal(ErrorCode.FieldConflict, error.Code);
        Assert.Contains("kubectl-edit owns .spec.type", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mesh_without_an_ingress_gateway_is_told_so()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var report = await ExposeAsync(fixture, GatewayPolicy.NodePort);
        Assert.Null(report.Service);
        Assert.Contains("no Service istio-ingressgateway", report.Decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_others_have_an_address_the_gateways_is_awaited()
    {
        await using var fixture = await InstallAsync();
        await fixture.InstallAsync([Sample.Object(Namespace), Sample.Object(Served)]);
        await GiveAddressAsync(fixture, "other", "203.0.113.5");
        var exposing = ExposeAsync(fixture, GatewayPolicy.Auto);
        while (fixture.Sandbox.Requests.Count(request => request.Method == "GET" && request.Path.EndsWith("/services/istio-ingressgateway", StringComparison.Ordinal)) < 2)
            await Task.Delay(5, fixture.Cancel);
        await GiveAddressAsync(fixture, "istio-ingressgateway", "203.0.113.6");
        var report = await exposing;
        Assert.Equal((ChangeAction.Unchanged, "LoadBalancer"), (report.Change, report.Type));
        Assert.Equal(["http://203.0.113.6", "https://203.0.113.6"], report.Urls);
        Assert.Contains("Service istio-system/other has the address 203.0.113.5", report.Provider!.Evidence, StringComparison.Ordinal);
    }

    private static IReadOnlyList<KubeObject> Objects => [Sample.Object(Namespace), Sample.Object(Service)];

    private static async Task<SandboxFixture> InstallAsync()
    {
        var fixture = await SandboxFixture.StartAsync();
        await fixture.InstallAsync(Objects);
        return fixture;
    }

    private static Task<GatewayReport> ExposeAsync(SandboxFixture fixture, GatewayPolicy policy) =>
        new GatewayExposure(fixture.Connection, fixture.Deadline, new() { Namespace = "istio-system", Policy = policy, Wait = true }).ExposeAsync(fixture.Cancel);

    private static Task<JsonObject> GiveAddressAsync(SandboxFixture fixture, string name, string address) =>
        fixture.PatchAsAsync("cloud", "v1", "Service", "istio-system", name, $$"""{"status": {"loadBalancer": {"ingress": [{"ip": "{{address}}"}] } } }""", "status");
}
