using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Releases;
using Cake.Istio.Settings;
using Cake.Istio.Verification;
using Cake.Istio.Verification.Checks;

namespace Cake.Istio.Tests.Verification;

public sealed class CheckTests
{
    private const string Ns = "istio-system";

    [Fact]
    public void An_established_definition_passes_and_a_missing_one_is_named()
    {
        var mesh = Snapshot(
            [Crd("gateways.networking.istio.io"), Crd("sidecars.networking.istio.io")],
            """{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"gateways.networking.istio.io"},"status":{"conditions":[{"type":"NamesAccepted","status":"True"},{"type":"Established","status":"True"}]}}""");
        var finding = CustomResourceDefinitionsCheck.Run(mesh);
        Assert.Equal(FindingStatus.Failed, finding.Status);
        Assert.Equal("1 of 2 custom resource definitions are established", finding.Title);
        Assert.Equal(["CustomResourceDefinition sidecars.networking.istio.io: not found"], finding.Evidence);
    }

    [Theory]
    [InlineData("Active", FindingStatus.Passed)]
    [InlineData("Terminating", FindingStatus.Failed)]
    public void The_namespace_must_be_active(string phase, FindingStatus expected)
    {
        var mesh = Snapshot([], $$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{Ns}}}"},"status":{"phase":"{{{phase}}}"}}""");
        Assert.Equal(expected, NamespaceCheck.Run(mesh).Status);
    }

    [Fact]
    public void A_missing_namespace_fails() => Assert.Equal(FindingStatus.Failed, NamespaceCheck.Run(Snapshot([])).Status);

    [Fact]
    public void Running_and_completed_pods_pass_and_restarts_are_counted()
    {
        var mesh = Snapshot(
            [],
            Pod("galley", """{"phase":"Running","conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{"restartCount":6}]}"""),
            Pod("job", """{"phase":"Succeeded"}"""));
        var finding = PodsCheck.Run(mesh);
        Assert.Equal(FindingStatus.Passed, finding.Status);
        Assert.Equal("2 pods: 1 running and ready, 1 completed; 6 restarts so far", finding.Title);
    }

    [Fact]
    public void A_pod_that_is_not_ready_fails()
    {
        var mesh = Snapshot([], Pod("pilot", """{"phase":"Running","conditions":[{"type":"Ready","status":"False"}]}"""));
        var finding = PodsCheck.Run(mesh);
        Assert.Equal(FindingStatus.Failed, finding.Status);
        Assert.StartsWith("pilot: ", Assert.Single(finding.Evidence), StringComparison.Ordinal);
    }

    [Fact]
    public void No_pods_at_all_is_a_failure() => Assert.Equal(FindingStatus.Failed, PodsCheck.Run(Snapshot([])).Status);

    [Fact]
    public void A_job_that_its_ttl_removed_is_a_warning() =>
        Assert.Equal(FindingStatus.Warning, Assert.Single(JobsCheck.Run(Snapshot([new("batch/v1", "Job", Ns, "post-install")]))).Status);

    [Theory]
    [InlineData("Fail", FindingStatus.Failed)]
    [InlineData("Ignore", FindingStatus.Warning)]
    public void A_webhook_without_a_bundle_is_judged_by_its_failure_policy(string policy, FindingStatus expected)
    {
        var mesh = Snapshot([Injector], Webhook($$"""{"name":"sidecar-injector.istio.io","clientConfig":{"caBundle":""},"failurePolicy":"{{policy}}"}"""));
        Assert.Equal(expected, Assert.Single(WebhooksCheck.Run(mesh)).Status);
    }

    [Theory]
    [InlineData("Fail", "Ignore", "2 webhooks without a caBundle: 1 refuses what it selects, 1 is passed over")]
    [InlineData("Fail", "Fail", "2 webhooks without a caBundle: 2 refuse what they select")]
    [InlineData("Ignore", "Ignore", "2 webhooks without a caBundle: 2 are passed over")]
    public void Webhooks_without_a_bundle_are_told_by_what_comes_of_it(string first, string second, string title)
    {
        var mesh = Snapshot([Injector], Webhook($$"""{"name":"b","clientConfig":{},"failurePolicy":"{{second}}"},{"name":"a","clientConfig":{},"failurePolicy":"{{first}}"}"""));
        var finding = Assert.Single(WebhooksCheck.Run(mesh));
        Assert.Equal(title, finding.Title);
        if (first != second)
        {
            Assert.Equal(
                ["istio-sidecar-injector: webhook a has no caBundle and refuses what it selects: failurePolicy Fail", "istio-sidecar-injector: webhook b has no caBundle and is passed over: failurePolicy Ignore"],
                finding.Evidence);
        }
    }

    [Theory]
    [InlineData("Fail", FindingStatus.Failed)]
    [InlineData("Ignore", FindingStatus.Warning)]
    public void A_webhook_that_calls_a_service_that_is_gone_is_judged_by_its_failure_policy(string policy, FindingStatus expected)
    {
        var webhook = Webhook($$$"""{"name":"pilot.validation.istio.io","clientConfig":{"caBundle":"Zm9v","service":{"namespace":"{{{Ns}}}","name":"istio-galley"}},"failurePolicy":"{{{policy}}}"}""");
        var finding = Assert.Single(WebhookServicesCheck.Run(Snapshot([], webhook)));
        Assert.Equal((expected, "1 of 1 webhooks that call namespace istio-system find no Service there"), (finding.Status, finding.Title));
        Assert.Contains("kubectl delete mutatingwebhookconfiguration istio-sidecar-injector", finding.Hint, StringComparison.Ordinal);

        var service = $$$"""{"apiVersion":"v1","kind":"Service","metadata":{"name":"istio-galley","namespace":"{{{Ns}}}"}}""";
        Assert.Equal(FindingStatus.Passed, Assert.Single(WebhookServicesCheck.Run(Snapshot([], webhook, service))).Status);
        Assert.Empty(WebhookServicesCheck.Run(Snapshot([], webhook.Replace(Ns, "other", StringComparison.Ordinal))));

        var called = webhook.Replace("\"webhooks\":[", "\"webhooks\":[{\"name\":\"u\",\"clientConfig\":{\"url\":\"https://policy.example.com/admit\"}},", StringComparison.Ordinal);
        Assert.Equal(
            "1 of 1 webhooks that call namespace istio-system find their Service; 1 webhook of the cluster with a URL in place of a Service cannot be judged from here",
            Assert.Single(WebhookServicesCheck.Run(Snapshot([], called, service))).Title);
    }

    [Fact]
    public void A_webhook_with_a_bundle_passes()
    {
        var mesh = Snapshot([Injector], Webhook("""{"name":"sidecar-injector.istio.io","clientConfig":{"caBundle":"Zm9v"}}"""));
        Assert.Equal(FindingStatus.Passed, Assert.Single(WebhooksCheck.Run(mesh)).Status);
    }

    [Theory]
    [InlineData("""{"type":"NodePort","ports":[{"name":"http2","port":80,"nodePort":31380}]}""", "{}", FindingStatus.Passed)]
    [InlineData("""{"type":"LoadBalancer","ports":[{"port":80,"nodePort":31380}]}""", "{}", FindingStatus.Failed)]
    [InlineData("""{"type":"LoadBalancer","ports":[]}""", """{"loadBalancer":{"ingress":[{"ip":"10.0.0.9"}]}}""", FindingStatus.Passed)]
    [InlineData("""{"type":"ClusterIP","ports":[]}""", "{}", FindingStatus.Warning)]
    public void The_gateway_is_judged_by_how_it_can_be_reached(string spec, string status, FindingStatus expected)
    {
        var mesh = Snapshot(
            [new("v1", "Service", Ns, "istio-ingressgateway")],
            $$"""{"apiVersion":"v1","kind":"Service","metadata":{"name":"istio-ingressgateway","namespace":"{{Ns}}"},"spec":{{spec}},"status":{{status}}}""");
        Assert.Equal(expected, GatewayCheck.Run(mesh).Status);
    }

    [Fact]
    public void A_service_without_ready_endpoints_is_a_warning()
    {
        ObjectRef service = new("v1", "Service", Ns, "istio-pilot");
        var live = $$$$"""{"apiVersion":"v1","kind":"Service","metadata":{"name":"istio-pilot","namespace":"{{{{Ns}}}}"},"spec":{"selector":{"istio":"pilot"}}}""";
        var slice = $$$"""{"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"istio-pilot-x","namespace":"{{{Ns}}}","labels":{"kubernetes.io/service-name":"istio-pilot"}},"endpoints":[{"conditions":{"ready":true}}]}""";
        Assert.Equal([FindingStatus.Passed, FindingStatus.Warning], ServicesCheck.Run(Snapshot([service], live)).Select(f => f.Status));
        Assert.Equal([FindingStatus.Passed, FindingStatus.Passed], ServicesCheck.Run(Snapshot([service], live, slice)).Select(f => f.Status));
        Assert.Equal(FindingStatus.Failed, ServicesCheck.Run(Snapshot([service])).First().Status);
    }

    private static ObjectRef Injector => new("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", null, "istio-sidecar-injector");

    private static string Webhook(string webhook) =>
        $$"""{"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingWebhookConfiguration","metadata":{"name":"istio-sidecar-injector"},"webhooks":[{{webhook}}]}""";

    private static ObjectRef Crd(string name) => new("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, name);

    private static string Pod(string name, string status) =>
        $$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{name}}","namespace":"{{Ns}}"},"status":{{status}}}""";

    private static MeshSnapshot Snapshot(ObjectRef[] expected, params string[] live)
    {
        var lists = live.Select(json => JsonNode.Parse(json)!.AsObject()).Select(item =>
        {
            var reference = new KubeObject(item, new SourceLocation("test", 1, 1)).Ref;
            return (new ApiResource(reference.Group, reference.Version, reference.Kind, "", reference.Namespace is not null, []), (IReadOnlyList<JsonObject>)[item]);
        });
        return new(expected, LiveObjects.Of(lists), [], new MeshSettings()) { Release = IstioVersion.Parse("1.30.3") };
    }
}
