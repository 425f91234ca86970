using Cake.Istio.Apply;
using Cake.Istio.Errors;
using Cake.Istio.Gateway;
using Cake.Istio.Settings;
using Cake.Istio.Tests.Kubectl;

namespace Cake.Istio.Tests.Apply.ClientSide;

/// <summary>A server of Kubernetes 1.14, which has no server-side apply, and the real kubectl.</summary>
public sealed class ClientSideInstallTests
{
    private const string Namespace = """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "istio-system"}}""";

    private const string Map = """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "istio-system"}, "data": {"x": "1", "y": "2"}}""";

    private const string Job = """
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "j", "namespace": "istio-system"},
         "spec": {"template": {"spec": {"restartPolicy": "OnFailure", "containers": [{"name": "c", "image": "i:1", "resources": {"limits": {"cpu": "2000m"}}}]}}}}
        """;

    private const string Webhook = """
        {"apiVersion": "admissionregistration.k8s.io/v1beta1", "kind": "MutatingWebhookConfiguration", "metadata": {"name": "w"},
         "webhooks": [{"name": "w.mesh.example", "failurePolicy": "Ignore", "clientConfig": {"caBundle": "", "service": {"name": "i", "namespace": "istio-system", "path": "/inject"}},
           "rules": [{"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"]}]}]}
        """;

    private const string Service = """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "istio-ingressgateway", "namespace": "istio-system"}, "spec": {"type": "LoadBalancer",
         "ports": [{"name": "http2", "port": 80, "nodePort": 31380}, {"name": "https", "port": 443, "nodePort": 31390}]}}
        """;

    [Fact]
    public async Task Objects_are_created_changed_and_left_alone()
    {
        await using var fixture = await StartAsync();
        Assert.Equal(["created", "created", "created", "created"], await InstallAsync(fixture, Namespace, Map, Job, Webhook));
        Assert.Equal(["unchanged", "unchanged", "unchanged", "unchanged"], await InstallAsync(fixture, Namespace, Map, Job, Webhook));

        var plan = await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(Map.Replace("\"x\": \"1\", \"y\": \"2\"", "\"y\": \"3\"", StringComparison.Ordinal))]);
        Assert.Equal(["~ .data.y: \"2\" → \"3\"", "- .data.x: \"1\""], plan.Changes[1].Fields.Select(field => $"{field}").Where(field => !field.Contains(OwnershipMigration.LastApplied, StringComparison.Ordinal)));
        Assert.Equal(ChangeAction.Configured, (await fixture.ApplyAsync(plan)).Changes[1].Action);
        Assert.Equal("""{"y":"3"}""", (await fixture.GetAsync("v1", "ConfigMap", "istio-system", "a"))!["data"]!.ToJsonString());
    }

    [Fact]
    public async Task An_edit_by_hand_is_set_back_and_an_addition_is_left_alone()
    {
        await using var fixture = await StartAsync();
        await InstallAsync(fixture, Namespace, Map);
        await fixture.PatchAsAsync("somebody", "v1", "ConfigMap", "istio-system", "a", """{"data": {"x": "edited", "z": "theirs"}}""");

        Assert.Equal(["unchanged", "configured"], await InstallAsync(fixture, Namespace, Map));
        Assert.Equal("""{"x":"1","y":"2","z":"theirs"}""", (await fixture.GetAsync("v1", "ConfigMap", "istio-system", "a"))!["data"]!.ToJsonString());
    }

    [Fact]
    public async Task A_finished_Job_that_differs_runs_again()
    {
        await using var fixture = await StartAsync();
        await InstallAsync(fixture, Namespace, Job);
        var live = await fixture.GetAsync("batch/v1", "Job", "istio-system", "j");
        while (!Refusal.IsFinishedJob(live!))
        {
            await Task.Delay(20, fixture.Cancel);
            live = await fixture.GetAsync("batch/v1", "Job", "istio-system", "j");
        }

        Assert.Equal(["unchanged", "configured"], await InstallAsync(fixture, Namespace, Job.Replace("i:1", "i:2", StringComparison.Ordinal)));
        Assert.NotEqual((string?)live!["metadata"]!["uid"], (string?)(await fixture.GetAsync("batch/v1", "Job", "istio-system", "j"))!["metadata"]!["uid"]);
    }

    [Fact]
    public async Task What_the_server_refuses_is_said_in_kubectl_s_words_with_file_and_line()
    {
        await using var fixture = await StartAsync();
        await InstallAsync(fixture, Namespace, Map);
        var bad = Sample.Object(Service.Replace("LoadBalancer", "Bogus", StringComparison.Ordinal), line: 7);

        var refused = Assert.Throws<MeshException>((await fixture.PlanAsync([Sample.Object(Namespace), Sample.Object(Map), bad])).EnsureAccepted);
        Assert.Equal((ErrorCode.InvalidObject, "mesh.yaml:7:1"), (refused.Code, refused.Location!.ToString()));
        Assert.Contains("kubectl says: The Service \"istio-ingressgateway\" is invalid: spec.type: Unsupported value: \"Bogus\"", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificate_of_a_webhook_that_was_applied_by_hand_survives()
    {
        await using var fixture = await StartAsync();
        await InstallAsync(fixture, Namespace);
        var kubectl = (await fixture.Connection.KubectlAsync(fixture.Cancel))!;
        await kubectl.ApplyAsync(Sample.Json(Webhook), new() { FieldManager = "kubectl" }, fixture.Cancel);
        await fixture.PatchAsAsync("injector", "admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration", null, "w", $$"""
            {"webhooks": [{"name": "w.mesh.example", "failurePolicy": "Ignore", "clientConfig": {"caBundle": "Q0E=", "service": {"name": "i", "namespace": "istio-system", "path": "/inject"} },
              "rules": [{"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"]}]}]}
            """);

        await InstallAsync(fixture, Namespace, Webhook);
        Assert.Equal(["unchanged", "unchanged"], await InstallAsync(fixture, Namespace, Webhook));
        Assert.Equal("Q0E=", (string?)(await fixture.GetAsync("admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration", null, "w"))!["webhooks"]![0]!["clientConfig"]!["caBundle"]);
    }

    [Theory]
    [InlineData(GatewayPolicy.Auto, "NodePort", 31380)]
    [InlineData(GatewayPolicy.ClusterIP, "ClusterIP", null)]
    public async Task The_gateway_s_type_stays_over_the_next_install_and_keep_gives_it_back(GatewayPolicy policy, string type, int? nodePort)
    {
        await using var fixture = await StartAsync();
        await InstallAsync(fixture, Namespace, Service);
        var report = await ExposeAsync(fixture, policy);
        Assert.Equal((ChangeAction.Configured, type, nodePort), (report.Change, report.Type, report.Ports[0].NodePort));
        Assert.Equal(["unchanged", "unchanged"], await InstallAsync(fixture, Namespace, Service));
        Assert.Equal(ChangeAction.Unchanged, (await ExposeAsync(fixture, policy)).Change);

        Assert.Equal(ChangeAction.Configured, (await ExposeAsync(fixture, GatewayPolicy.Keep)).Change);
        Assert.Equal(["unchanged", "configured"], await InstallAsync(fixture, Namespace, Service));
        report = await ExposeAsync(fixture, GatewayPolicy.Keep);
        Assert.Equal((ChangeAction.Unchanged, "LoadBalancer", 31380), (report.Change, report.Type, report.Ports[0].NodePort));
    }

    private static Task<SandboxFixture> StartAsync() => SandboxFixture.StartAsync(new() { KubernetesVersion = "1.14" }, RealKubectl.Find());

    private static async Task<IEnumerable<string>> InstallAsync(SandboxFixture fixture, params string[] objects) =>
        (await fixture.InstallAsync([.. objects.Select(json => Sample.Object(json))])).Changes.Select(change => change.Action.Word());

    private static Task<GatewayReport> ExposeAsync(SandboxFixture fixture, GatewayPolicy policy) =>
        new GatewayExposure(fixture.Connection, fixture.Deadline, new() { Namespace = "istio-system", Policy = policy, Wait = true }).ExposeAsync(fixture.Cancel);
}
