using System.Text;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Storage;
using Cake.Istio.Sandbox.Tests.Controllers;

namespace Cake.Istio.Sandbox.Tests.Mesh;

public sealed class MeshTests : IAsyncLifetime
{
    private static readonly ResourceKey Gateways = new("networking.istio.io", "gateways");
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync(mesh: true);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Citadel_gives_every_service_account_a_certificate_and_takes_it_back()
    {
        await ProgramAsync("istio-citadel", "citadel");
        await AccountAsync("bookinfo");
        await _cluster.SettleAsync();
        var secret = _cluster.Get(Resources.Secrets, "istio.bookinfo");
        await _cluster.DeleteAsync(Resources.Secrets, "istio.default");
        await _cluster.DeleteAsync(Resources.ServiceAccounts, "bookinfo");
        await _cluster.SettleAsync();

        Assert.Equal(("istio.io/key-and-cert", "bookinfo"), (secret.Text("type"), secret.Annotation("istio.io/service-account.name")));
        Assert.Equal("istio_ca", Manager(secret));
        Assert.Contains("BEGIN CERTIFICATE", Decode(secret.Text("data", "cert-chain.pem")), StringComparison.Ordinal);
        Assert.Equal("istio.io/ca-root", _cluster.Get(Resources.Secrets, "istio-ca-secret").Text("type"));
        Assert.NotNull(_cluster.Find(Resources.Secrets, "istio.default"));
        Assert.Null(_cluster.Find(Resources.Secrets, "istio.bookinfo"));
        Assert.NotNull(_cluster.State.Get(Resources.Secrets, "kube-system", "istio.default"));
    }

    [Fact]
    public async Task The_injector_waits_for_its_certificate_fills_the_bundle_in_and_keeps_it()
    {
        await InjectorAsync();
        await _cluster.SettleAsync();
        var before = Bundle("istio-sidecar-injector");
        await ProgramAsync("istio-citadel", "citadel");
        await _cluster.SettleAsync();
        var configuration = _cluster.Get(Resources.MutatingWebhooks, "istio-sidecar-injector");
        var after = Bundle("istio-sidecar-injector");
        await _cluster.ChangeAsync(Resources.MutatingWebhooks, "istio-sidecar-injector", value => value["webhooks"]![0]!["clientConfig"]!["caBundle"] = "");
        await _cluster.SettleAsync();

        Assert.Equal("", before);
        Assert.Contains("BEGIN CERTIFICATE", Decode(after), StringComparison.Ordinal);
        Assert.Equal(after, Bundle("istio-sidecar-injector"));
        Assert.Contains("sidecar-injector", configuration.Objects("metadata", "managedFields").Select(entry => entry.Text("manager")));
    }

    [Fact]
    public async Task Pods_in_a_labelled_namespace_get_a_sidecar_once_the_injector_runs()
    {
        await InjectorAsync();
        await ProgramAsync("istio-citadel", "citadel");
        await _cluster.CreateAsync(Resources.ConfigMaps, "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'istio-sidecar-injector'},data:{values:'global:\\n  hub: docker.io/istio\\n  tag: 1.2.2\\n  proxy:\\n    image: proxyv2\\n'}}");
        await _cluster.SettleAsync();
        await _cluster.CreateAsync(Resources.Namespaces, "{apiVersion:'v1',kind:'Namespace',metadata:{name:'apps',labels:{'istio-injection':'enabled'}}}");
        await _cluster.SettleAsync();
        var injected = await PodAsync("apps", "");
        var refused = await PodAsync("apps", "annotations:{'sidecar.istio.io/inject':'false'},");
        var outside = await PodAsync("n", "");

        Assert.Equal(["c", "istio-proxy"], Containers(injected));
        Assert.Equal("docker.io/istio/proxyv2:1.2.2", injected.Objects("spec", "containers").Last().Text("image"));
        Assert.Equal("istio-init", injected.Objects("spec", "initContainers").Single().Text("name"));
        Assert.Equal(["c"], Containers(refused));
        Assert.Equal(["c"], Containers(outside));
    }

    [Fact]
    public async Task Without_the_injector_pods_are_refused_in_a_labelled_namespace()
    {
        await WebhookAsync();
        await _cluster.CreateAsync(Resources.Namespaces, "{apiVersion:'v1',kind:'Namespace',metadata:{name:'apps',labels:{'istio-injection':'enabled'}}}");
        await _cluster.SettleAsync();

        Assert.Equal(
            "Internal error occurred: failed calling webhook \"sidecar-injector.istio.io\": failed to call webhook: Post \"https://istio-sidecar-injector.n.svc:443/inject?timeout=10s\": "
            + "service \"istio-sidecar-injector\" not found",
            (await Assert.ThrowsAsync<StatusException>(() => PodAsync("apps", ""))).Message);
    }

    [Theory]
    [InlineData("1.2.2", "Deployment", "istio-galley")]
    [InlineData("1.4.5", "Namespace", "n")]
    public async Task Galley_registers_its_webhooks_and_denies_what_is_plainly_wrong(string version, string ownerKind, string ownerName)
    {
        await DefinitionAsync();
        await _cluster.CreateAsync(Resources.ConfigMaps, """
            {apiVersion:'v1',kind:'ConfigMap',metadata:{name:'istio-galley-configuration'},data:{'validatingwebhookconfiguration.yaml':'apiVersion: admissionregistration.k8s.io/v1beta1\nkind: ValidatingWebhookConfiguration\nmetadata:\n  name: istio-galley\n  namespace: n\n  labels:\n    app: galley\nwebhooks:\n- name: pilot.validation.istio.io\n  clientConfig:\n    service:\n      name: istio-galley\n      namespace: \"n\"\n      path: /admitpilot\n  rules:\n  - operations: [CREATE, UPDATE]\n    apiGroups: [networking.istio.io]\n    apiVersions: [v1]\n    resources: [gateways]\n  failurePolicy: Fail\n'}}
            """);
        await ProgramAsync("istio-citadel", "citadel");
        await ProgramAsync("istio-galley", "galley", version: version);
        await _cluster.SettleAsync();
        var configuration = _cluster.State.Get(Resources.ValidatingWebhooks, null, "istio-galley")!;
        var owner = OwnerReference.Controller(configuration);
        var denial = await Assert.ThrowsAsync<StatusException>(() => GatewayAsync("{servers:[]}"));
        await GatewayAsync("{servers:[{port:{number:80},hosts:['*']}]}");
        await _cluster.SettleAsync();

        Assert.Equal("galley", Manager(configuration));
        Assert.Equal((ownerKind, ownerName), (owner.Text("kind"), owner.Text("name")));
        Assert.Equal("admission webhook \"pilot.validation.istio.io\" denied the request: configuration is invalid: gateway must have at least one server", denial.Message);
        Assert.NotNull(_cluster.Find(Resources.ValidatingWebhooks, "istio-galley"));
    }

    [Fact]
    public async Task Istiod_trusts_first_and_fails_closed_then()
    {
        await _cluster.CreateAsync(Resources.ValidatingWebhooks, """
            {apiVersion:'admissionregistration.k8s.io/v1',kind:'ValidatingWebhookConfiguration',metadata:{name:'istio-validator-n',labels:{'istio.io/rev':'default'}},webhooks:[{name:'rev.validation.istio.io',
             failurePolicy:'Ignore',sideEffects:'None',admissionReviewVersions:['v1'],clientConfig:{service:{name:'istiod',namespace:'n',path:'/validate'}},
             rules:[{operations:['CREATE'],apiGroups:['networking.istio.io'],apiVersions:['*'],resources:['*']}]}]}
            """);
        await _cluster.CreateAsync(Resources.MutatingWebhooks, """
            {apiVersion:'admissionregistration.k8s.io/v1',kind:'MutatingWebhookConfiguration',metadata:{name:'istio-sidecar-injector',labels:{'istio.io/rev':'default'}},webhooks:[
             {name:'rev.namespace.sidecar-injector.istio.io',sideEffects:'None',admissionReviewVersions:['v1'],clientConfig:{service:{name:'istiod',namespace:'n',path:'/inject'}}},
             {name:'other.example.com',sideEffects:'None',admissionReviewVersions:['v1'],clientConfig:{service:{name:'istiod',namespace:'n',path:'/inject'}}}]}
            """);
        await _cluster.DrainAsync();
        var before = _cluster.Get(Resources.ValidatingWebhooks, "istio-validator-n").Objects("webhooks").Single();
        await ProgramAsync("istiod", "pilot", "istiod", "'istio.io/rev':'default',");
        await _cluster.SettleAsync();
        var validator = _cluster.Get(Resources.ValidatingWebhooks, "istio-validator-n");
        var injector = _cluster.Get(Resources.MutatingWebhooks, "istio-sidecar-injector").Objects("webhooks").Select(webhook => webhook.Text("clientConfig", "caBundle") ?? "").ToArray();

        Assert.Equal("Ignore", before.Text("failurePolicy"));
        Assert.Equal("Fail", validator.Objects("webhooks").Single().Text("failurePolicy"));
        Assert.NotEmpty(validator.Objects("webhooks").Single().Text("clientConfig", "caBundle")!);
        Assert.Contains("pilot-discovery", validator.Objects("metadata", "managedFields").Select(entry => entry.Text("manager")));
        Assert.NotEmpty(injector[0]);
        Assert.Empty(injector[1]);
        Assert.Equal("true", _cluster.Get(Resources.ConfigMaps, "istio-ca-root-cert").Labels()["istio.io/config"]);
        Assert.NotNull(_cluster.State.Get(Resources.ConfigMaps, "default", "istio-ca-root-cert"));
    }

    [Fact]
    public async Task An_istiod_without_revisions_knows_its_webhooks_by_name()
    {
        foreach (var name in new[] { "istiod-n", "somebody-elses" })
        {
            await _cluster.CreateAsync(Resources.ValidatingWebhooks, $$$$"""
                {apiVersion:'admissionregistration.k8s.io/v1',kind:'ValidatingWebhookConfiguration',metadata:{name:'{{{{name}}}}'},webhooks:[{name:'validation.istio.io',
                 failurePolicy:'Ignore',sideEffects:'None',admissionReviewVersions:['v1'],clientConfig:{service:{name:'istiod',namespace:'default',path:'/validate'}}}]}
                """);
        }

        await ProgramAsync("istiod", "pilot", "istiod");
        await _cluster.SettleAsync();

        Assert.Equal("Fail", _cluster.Get(Resources.ValidatingWebhooks, "istiod-n").Objects("webhooks").Single().Text("failurePolicy"));
        Assert.Equal("Ignore", _cluster.Get(Resources.ValidatingWebhooks, "somebody-elses").Objects("webhooks").Single().Text("failurePolicy"));
    }

    [Fact]
    public async Task A_post_install_job_applies_its_config_map_before_it_is_complete()
    {
        await DefinitionAsync();
        await _cluster.CreateAsync(Resources.ConfigMaps, """
            {apiVersion:'v1',kind:'ConfigMap',metadata:{name:'payload'},data:{'custom-resources.yaml':'# policy\napiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata:\n  name: one\nspec:\n  x: 1\n---\napiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata:\n  name: two\n'}}
            """);
        await _cluster.CreateAsync(Resources.Jobs, """
            {apiVersion:'batch/v1',kind:'Job',metadata:{name:'istio-security-post-install'},spec:{template:{spec:{restartPolicy:'OnFailure',
             containers:[{name:'kubectl',image:'docker.io/istio/kubectl:1.2.2',command:['/bin/bash','/tmp/security/run.sh','/tmp/security/custom-resources.yaml'],volumeMounts:[{name:'v',mountPath:'/tmp/security'}]}],
             volumes:[{name:'v',configMap:{name:'payload'}}]}}}}
            """);
        await _cluster.DrainAsync();
        var early = _cluster.List(Gateways).Select(gateway => gateway.Name()).ToArray();
        var complete = Condition.IsTrue(_cluster.Get(Resources.Jobs, "istio-security-post-install"), "Complete");
        await _cluster.SettleAsync();

        Assert.Equal(["one", "two"], early);
        Assert.False(complete);
        Assert.True(Condition.IsTrue(_cluster.Get(Resources.Jobs, "istio-security-post-install"), "Complete"));
        Assert.Equal(("kubectl-client-side-apply", 1L), (Manager(_cluster.Get(Gateways, "one")), _cluster.Get(Gateways, "one").Number("spec", "x")));
    }

    private async Task InjectorAsync()
    {
        await WebhookAsync();
        await ProgramAsync("istio-sidecar-injector", "sidecar_injector");
    }

    private Task WebhookAsync() => _cluster.CreateAsync(Resources.MutatingWebhooks, """
        {apiVersion:'admissionregistration.k8s.io/v1',kind:'MutatingWebhookConfiguration',metadata:{name:'istio-sidecar-injector'},webhooks:[{name:'sidecar-injector.istio.io',failurePolicy:'Fail',
         sideEffects:'None',admissionReviewVersions:['v1beta1'],clientConfig:{service:{name:'istio-sidecar-injector',namespace:'n',path:'/inject'}},
         rules:[{operations:['CREATE'],apiGroups:[''],apiVersions:['v1'],resources:['pods']}],namespaceSelector:{matchLabels:{'istio-injection':'enabled'}}}]}
        """);

    private async Task ProgramAsync(string name, string image, string? app = null, string labels = "", string version = "1.2.2")
    {
        await _cluster.CreateAsync(Resources.Services, $"{{apiVersion:'v1',kind:'Service',metadata:{{name:'{name}'}},spec:{{selector:{{app:'{app ?? name}'}},ports:[{{port:443}}]}}}}");
        await _cluster.CreateAsync(
            Resources.Deployments,
            $"{{apiVersion:'apps/v1',kind:'Deployment',metadata:{{name:'{name}'}},spec:{{selector:{{matchLabels:{{app:'{app ?? name}'}}}},template:{{metadata:{{labels:{{{labels}app:'{app ?? name}'}}}},"
            + $"spec:{{containers:[{{name:'c',image:'docker.io/istio/{image}:{version}'}}]}}}}}}}}");
    }

    private Task AccountAsync(string name) => _cluster.CreateAsync(Resources.ServiceAccounts, $"{{apiVersion:'v1',kind:'ServiceAccount',metadata:{{name:'{name}'}}}}");

    private async Task DefinitionAsync()
    {
        await _cluster.CreateAsync(Resources.CustomResourceDefinitions, """
            {apiVersion:'apiextensions.k8s.io/v1',kind:'CustomResourceDefinition',metadata:{name:'gateways.networking.istio.io'},spec:{group:'networking.istio.io',scope:'Namespaced',
             names:{plural:'gateways',singular:'gateway',kind:'Gateway',listKind:'GatewayList'},
             versions:[{name:'v1',served:true,storage:true,schema:{openAPIV3Schema:{type:'object','x-kubernetes-preserve-unknown-fields':true}}}]}}
            """);
        await _cluster.DrainAsync();
    }

    private Task<JsonObject> GatewayAsync(string spec) => _cluster.CreateAsync(Gateways, $"{{apiVersion:'networking.istio.io/v1',kind:'Gateway',metadata:{{name:'g'}},spec:{spec}}}");

    private Task<JsonObject> PodAsync(string @namespace, string metadata) => _cluster.CreateAsync(
        Resources.Pods, $"{{apiVersion:'v1',kind:'Pod',metadata:{{generateName:'p-',{metadata}namespace:'{@namespace}'}},spec:{{containers:[{{name:'c',image:'i'}}]}}}}");

    private string Bundle(string name) => _cluster.Get(Resources.MutatingWebhooks, name).Objects("webhooks").Single().Text("clientConfig", "caBundle") ?? "";

    private static IEnumerable<string?> Containers(JsonObject pod) => pod.Objects("spec", "containers").Select(container => container.Text("name"));

    private static string? Manager(JsonObject value) => value.Objects("metadata", "managedFields").First().Text("manager");

    private static string Decode(string? base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64 ?? ""));
}
