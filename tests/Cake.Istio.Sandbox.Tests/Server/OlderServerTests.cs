using System.Net;
using System.Text.Json.Nodes;

namespace Cake.Istio.Sandbox.Tests.Server;

public sealed class OlderServerTests
{
    private const string Definition = """
        {"apiVersion":"apiextensions.k8s.io/v1beta1","kind":"CustomResourceDefinition","metadata":{"name":"gateways.networking.istio.io"},
         "spec":{"group":"networking.istio.io","version":"v1alpha3","scope":"Namespaced",
                 "names":{"kind":"Gateway","plural":"gateways","singular":"gateway"},
                 "additionalPrinterColumns":[{"name":"Age","type":"date","JSONPath":".metadata.creationTimestamp"}]}}
        """;

    [Theory]
    [InlineData("1.14", "apiextensions.k8s.io/v1beta1 policy/v1beta1 admissionregistration.k8s.io/v1beta1 rbac.authorization.k8s.io/v1beta1 autoscaling/v2beta1 extensions/v1beta1",
        "apiextensions.k8s.io/v1 policy/v1 autoscaling/v2 discovery.k8s.io/v1")]
    [InlineData("1.22", "apiextensions.k8s.io/v1 policy/v1 policy/v1beta1 autoscaling/v2beta1 batch/v1beta1 discovery.k8s.io/v1",
        "apiextensions.k8s.io/v1beta1 extensions/v1beta1 autoscaling/v2 rbac.authorization.k8s.io/v1beta1")]
    [InlineData("1.25", "policy/v1 autoscaling/v2 autoscaling/v2beta2 batch/v1", "policy/v1beta1 autoscaling/v2beta1 batch/v1beta1 flowcontrol.apiserver.k8s.io/v1")]
    [InlineData("1.36", "autoscaling/v2 flowcontrol.apiserver.k8s.io/v1", "autoscaling/v2beta2 policy/v1beta1")]
    public async Task A_server_serves_the_versions_of_its_day(string version, string served, string missing)
    {
        await using var client = await TestClient.StartAsync(new SandboxOptions { KubernetesVersion = version });

        Assert.Equal(version.Split('.')[1], (string?)(await client.GetAsync("/version")).Body["minor"]);
        foreach (var groupVersion in served.Split(' '))
            Assert.Equal((groupVersion, HttpStatusCode.OK), (groupVersion, (await client.GetAsync($"/apis/{groupVersion}")).Status));
        foreach (var groupVersion in missing.Split(' '))
            Assert.Equal((groupVersion, HttpStatusCode.NotFound), (groupVersion, (await client.GetAsync($"/apis/{groupVersion}")).Status));
    }

    [Fact]
    public async Task An_unknown_version_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Sandbox.StartAsync(new SandboxOptions { KubernetesVersion = "1.15" }, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Server_side_apply_is_an_unsupported_media_type_in_1_14_and_nobody_owns_fields()
    {
        await using var client = await StartAsync();
        var (status, refusal) = await client.ApplyAsync("/api/v1/namespaces/n/configmaps/a?fieldManager=m", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}""");
        var (_, created) = await client.PostAsync("/api/v1/namespaces/n/configmaps", """{"metadata":{"name":"a"}}""");

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType"), (status, (string?)refusal["reason"]));
        Assert.Null(created["metadata"]!["managedFields"]);
    }

    [Fact]
    public async Task A_definition_of_v1beta1_is_established_and_read_back_as_it_was_written()
    {
        await using var client = await StartAsync();
        var (status, created) = await client.PostAsync("/apis/apiextensions.k8s.io/v1beta1/customresourcedefinitions", Definition);
        await client.UntilAsync("/apis/networking.istio.io/v1alpha3");
        var (_, gateway) = await client.PostAsync("/apis/networking.istio.io/v1alpha3/namespaces/n/gateways", """
            {"apiVersion":"networking.istio.io/v1alpha3","kind":"Gateway","metadata":{"name":"g"},"spec":{"servers":[{"port":{"number":80}}]}}
            """);
        var (_, definition) = await client.GetAsync("/apis/apiextensions.k8s.io/v1beta1/customresourcedefinitions/gateways.networking.istio.io");

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("v1alpha3", (string?)created["spec"]!["versions"]![0]!["name"]);
        Assert.Equal(80, (int)gateway["spec"]!["servers"]![0]!["port"]!["number"]!);
        Assert.Equal("v1alpha3", (string?)definition["spec"]!["version"]);
        Assert.Equal(".metadata.creationTimestamp", (string?)definition["spec"]!["additionalPrinterColumns"]![0]!["JSONPath"]);
        Assert.True((bool)definition["spec"]!["preserveUnknownFields"]!);
    }

    [Fact]
    public async Task A_deployment_of_extensions_runs_and_is_the_same_in_apps()
    {
        await using var client = await StartAsync();
        var (status, _) = await client.PostAsync("/apis/extensions/v1beta1/namespaces/n/deployments", """
            {"apiVersion":"extensions/v1beta1","kind":"Deployment","metadata":{"name":"d"},
             "spec":{"template":{"metadata":{"labels":{"app":"d"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """);
        await client.UntilAsync("/apis/extensions/v1beta1/namespaces/n/deployments/d", body => (int?)body["status"]?["availableReplicas"] == 1);
        var (_, same) = await client.GetAsync("/apis/apps/v1/namespaces/n/deployments/d");

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("d", (string?)same["spec"]!["selector"]!["matchLabels"]!["app"]);
        Assert.Equal("apps/v1", (string?)same["apiVersion"]);
    }

    [Fact]
    public async Task A_webhook_of_v1beta1_ignores_failures_by_default()
    {
        await using var client = await StartAsync();
        var (status, created) = await client.PostAsync("/apis/admissionregistration.k8s.io/v1beta1/mutatingwebhookconfigurations", """
            {"apiVersion":"admissionregistration.k8s.io/v1beta1","kind":"MutatingWebhookConfiguration","metadata":{"name":"w"},
             "webhooks":[{"name":"inject.mesh.example","clientConfig":{"service":{"name":"i","namespace":"n","path":"/inject"}}}]}
            """);

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(("Ignore", "Unknown"), ((string?)created["webhooks"]![0]!["failurePolicy"], (string?)created["webhooks"]![0]!["sideEffects"]));
    }

    [Fact]
    public async Task A_webhook_that_says_nothing_of_side_effects_gets_its_certificate_all_the_same()
    {
        await using var client = await StartAsync();
        await client.PostAsync("/apis/apps/v1/namespaces/n/deployments", """
            {"metadata":{"name":"i"},"spec":{"selector":{"matchLabels":{"app":"i"}},"template":{"metadata":{"labels":{"app":"i"}},"spec":{"containers":[{"name":"i","image":"istio/sidecar_injector:1.2.2"}]}}}}
            """);
        await client.PostAsync("/api/v1/namespaces/n/secrets", """{"metadata":{"name":"istio-ca-secret"}}""");
        await client.PostAsync("/apis/admissionregistration.k8s.io/v1beta1/mutatingwebhookconfigurations", """
            {"metadata":{"name":"istio-sidecar-injector"},
             "webhooks":[{"name":"sidecar-injector.istio.io","clientConfig":{"service":{"name":"i","namespace":"n","path":"/inject"}}}]}
            """);

        var trusted = await client.UntilAsync(
            "/apis/admissionregistration.k8s.io/v1beta1/mutatingwebhookconfigurations/istio-sidecar-injector",
            body => (string?)body["webhooks"]?[0]?["clientConfig"]?["caBundle"] is { Length: > 0 });
        Assert.Equal("Unknown", (string?)trusted["webhooks"]![0]!["sideEffects"]);
    }

    [Fact]
    public async Task An_autoscaler_of_v2beta1_keeps_its_targets()
    {
        await using var client = await StartAsync();
        var (status, created) = await client.PostAsync("/apis/autoscaling/v2beta1/namespaces/n/horizontalpodautoscalers", """
            {"apiVersion":"autoscaling/v2beta1","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},
             "spec":{"maxReplicas":5,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},
                     "metrics":[{"type":"Resource","resource":{"name":"cpu","targetAverageUtilization":80}}]}}
            """);

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(80, (int)created["spec"]!["metrics"]![0]!["resource"]!["targetAverageUtilization"]!);
        Assert.Null(created["spec"]!["metrics"]![0]!["resource"]!["target"]);
    }

    [Fact]
    public async Task An_ingress_of_v1beta1_keeps_its_backends()
    {
        await using var client = await StartAsync();
        var (status, created) = await client.PostAsync("/apis/extensions/v1beta1/namespaces/n/ingresses", """
            {"apiVersion":"extensions/v1beta1","kind":"Ingress","metadata":{"name":"i"},
             "spec":{"rules":[{"host":"h.example","http":{"paths":[{"path":"/","backend":{"serviceName":"s","servicePort":"http"}}]}}]}}
            """);

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"serviceName":"s","servicePort":"http"}"""), created["spec"]!["rules"]![0]!["http"]!["paths"]![0]!["backend"]));
    }

    private static async Task<TestClient> StartAsync()
    {
        var client = await TestClient.StartAsync(new SandboxOptions { KubernetesVersion = "1.14" });
        await client.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"n"}}""");
        return client;
    }
}
