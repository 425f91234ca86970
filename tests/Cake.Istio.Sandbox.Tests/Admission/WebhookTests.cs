using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Tests.Server;

namespace Cake.Istio.Sandbox.Tests.Admission;

public sealed class WebhookTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private TestClient _client = null!;

    public async ValueTask InitializeAsync() => _client = await TestClient.StartAsync();

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task A_mutating_webhook_sees_the_request_and_patches_the_object()
    {
        await using var server = await WebhookServer.StartAsync(_ => Patch("""[{"op":"add","path":"/data/added","value":"1"}]"""));
        await RegisterAsync("mutating", server, "sideEffects:'None'");
        var (status, map) = await _client.SendAsync(HttpMethod.Post, Maps, Map("a"));
        var dryRun = await _client.PostAsync(Maps + "?dryRun=All", Map("b"));
        var request = server.Reviews[0]["request"];

        Assert.Equal((HttpStatusCode.Created, "1"), (status, map.Text("data", "added")));
        Assert.Equal("1", dryRun.Body.Text("data", "added"));
        Assert.Equal(("CREATE", "a", "default", "kubernetes-admin"), (request.Text("operation"), request.Text("name"), request.Text("namespace"), request.Text("userInfo", "username")));
        Assert.Equal(("", "v1", "configmaps"), (request.Text("resource", "group"), request.Text("resource", "version"), request.Text("resource", "resource")));
        Assert.Equal((false, true), (request.Flag("dryRun"), server.Reviews[1]["request"].Flag("dryRun")));
        Assert.Equal("x", request.Text("object", "data", "k"));
    }

    [Theory]
    [InlineData("{code:403,message:'not today'}", HttpStatusCode.Forbidden, "admission webhook \"h.example.com\" denied the request: not today")]
    [InlineData("{reason:'Because'}", HttpStatusCode.BadRequest, "admission webhook \"h.example.com\" denied the request: Because")]
    [InlineData("{}", HttpStatusCode.BadRequest, "admission webhook \"h.example.com\" denied the request without explanation")]
    public async Task A_denial_comes_with_the_webhooks_own_words(string status, HttpStatusCode code, string message)
    {
        await using var server = await WebhookServer.StartAsync(_ => new JsonObject { ["allowed"] = false, ["status"] = Json.Object(status) });
        await RegisterAsync("validating", server);

        var (answer, body) = await _client.PostAsync(Maps, Map("a"));

        Assert.Equal((code, message), (answer, body.Text("message")));
    }

    [Fact]
    public async Task A_webhook_that_may_have_side_effects_stops_dry_runs()
    {
        await using var server = await WebhookServer.StartAsync(_ => new JsonObject { ["allowed"] = true });
        await RegisterAsync("validating", server, "sideEffects:'NoneOnDryRun'");
        var allowed = (await _client.PostAsync(Maps + "?dryRun=All", Map("a"))).Status;

        Assert.Equal(HttpStatusCode.Created, allowed);
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_goes_by_the_failure_policy()
    {
        await using var server = await WebhookServer.StartAsync(_ => new JsonObject { ["allowed"] = true, ["patch"] = "W10=", ["patchType"] = "JSONPatch" });
        await RegisterAsync("validating", server);

        var (status, body) = await _client.PostAsync(Maps, Map("a"));

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Equal(
            "Internal error occurred: failed calling webhook \"h.example.com\": received invalid webhook response: validating webhook may not return response.patch", body.Text("message"));
    }

    [Fact]
    public async Task A_broken_webhook_a_closed_port_and_a_foreign_certificate_are_told_apart()
    {
        await using var server = await WebhookServer.StartAsync(_ => null);
        await RegisterAsync("validating", server);
        var broken = (await _client.PostAsync(Maps, Map("a"))).Body.Text("message");
        await RegisterAsync("validating", server.Url, "");
        var foreign = (await _client.PostAsync(Maps, Map("a"))).Body.Text("message");
        await RegisterAsync("validating", new Uri("https://127.0.0.1:1/review"), server.CaBundle);
        var closed = (await _client.PostAsync(Maps, Map("a"))).Body;

        Assert.Equal(Failed("failed to call webhook: an error on the server (\"broken\") has prevented the request from succeeding"), broken);
        Assert.Equal(Failed($"failed to call webhook: Post \"{server.Url}?timeout=10s\": tls: failed to verify certificate: x509: certificate signed by unknown authority"), foreign);
        Assert.Equal(Failed("failed to call webhook: Post \"https://127.0.0.1:1/review?timeout=10s\": dial tcp 127.0.0.1:1: connect: connection refused"), closed.Text("message"));
        Assert.Equal(("InternalError", 500L), (closed.Text("reason"), closed.Number("code")));
    }

    [Theory]
    [InlineData("hello", "couldn't get version/kind; json parse error: invalid character 'h' looking for beginning of value")]
    [InlineData("", "0-length response with status code: 200 and content type: text/html")]
    public async Task A_webhook_that_answers_no_json_is_told_in_the_words_of_go(string junk, string message)
    {
        await using var server = await WebhookServer.StartAsync(_ => null, junk);
        await RegisterAsync("validating", server);
        Assert.Equal(Failed($"failed to call webhook: {message}"), (await _client.PostAsync(Maps, Map("a"))).Body.Text("message"));
    }

    [Fact]
    public async Task A_slow_webhook_runs_into_its_timeout()
    {
        await using var server = await WebhookServer.StartAsync(_ =>
        {
            Thread.Sleep(1500);
            return new JsonObject { ["allowed"] = true };
        });
        await RegisterAsync("validating", server, "sideEffects:'None',timeoutSeconds:1");

        Assert.Equal(Failed($"failed to call webhook: Post \"{server.Url}?timeout=1s\": context deadline exceeded"), (await _client.PostAsync(Maps, Map("a"))).Body.Text("message"));
    }

    [Fact]
    public async Task A_failure_that_may_be_ignored_is()
    {
        await RegisterAsync("validating", new Uri("https://127.0.0.1:1/"), "", "sideEffects:'None',failurePolicy:'Ignore'");

        Assert.Equal(HttpStatusCode.Created, (await _client.PostAsync(Maps, Map("a"))).Status);
    }

    [Fact]
    public async Task A_service_without_endpoints_or_listener_cannot_be_called()
    {
        await ServiceAsync("missing");
        var missing = (await _client.PostAsync(Maps, Map("a"))).Body.Text("message");
        await _client.PostAsync("/api/v1/namespaces/default/services", """{"apiVersion":"v1","kind":"Service","metadata":{"name":"hook"},"spec":{"selector":{"app":"hook"},"ports":[{"port":443,"targetPort":8443}]}}""");
        await ServiceAsync("hook");
        var lonely = (await _client.PostAsync(Maps, Map("a"))).Body.Text("message");
        await _client.PostAsync("/api/v1/namespaces/default/pods", """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"hook"}},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        await _client.ItemAsync("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", slice => slice.Objects("endpoints").Any(endpoint => endpoint.Text("targetRef", "name") == "p" && endpoint.Flag("conditions", "ready") == true));
        var silent = (await _client.PostAsync(Maps, Map("a"))).Body.Text("message");

        Assert.Equal(Failed("failed to call webhook: Post \"https://missing.default.svc:443/review?timeout=10s\": service \"missing\" not found"), missing);
        Assert.Equal(Failed("failed to call webhook: Post \"https://hook.default.svc:443/review?timeout=10s\": no endpoints available for service \"hook\""), lonely);
        Assert.Matches("dial tcp 10\\.244\\.\\d+\\.\\d+:8443: connect: connection refused$", silent);
    }

    [Theory]
    [InlineData("operations:['UPDATE'],apiGroups:[''],apiVersions:['v1'],resources:['configmaps']", "", false)]
    [InlineData("operations:['*'],apiGroups:['*'],apiVersions:['*'],resources:['*']", "", true)]
    [InlineData("operations:['CREATE'],apiGroups:[''],apiVersions:['v1'],resources:['configmaps/status']", "", false)]
    [InlineData("operations:['CREATE'],apiGroups:[''],apiVersions:['v1'],resources:['configmaps'],scope:'Cluster'", "", false)]
    [InlineData("operations:['CREATE'],apiGroups:[''],apiVersions:['v1'],resources:['configmaps'],scope:'Namespaced'", "", true)]
    [InlineData("operations:['CREATE'],apiGroups:[''],apiVersions:['v1'],resources:['configmaps']", ",namespaceSelector:{matchLabels:{'kubernetes.io/metadata.name':'default'}}", true)]
    [InlineData("operations:['CREATE'],apiGroups:[''],apiVersions:['v1'],resources:['configmaps']", ",namespaceSelector:{matchExpressions:[{key:'kubernetes.io/metadata.name',operator:'NotIn',values:['default']}]}", false)]
    [InlineData("operations:['CREATE'],apiGroups:[''],apiVersions:['v1'],resources:['configmaps']", ",objectSelector:{matchLabels:{app:'x'}}", true)]
    [InlineData("operations:['CREATE'],apiGroups:[''],apiVersions:['v1'],resources:['configmaps']", ",objectSelector:{matchLabels:{app:'y'}}", false)]
    public async Task Only_what_the_rules_and_selectors_match_is_reviewed(string rule, string extra, bool called)
    {
        await using var server = await WebhookServer.StartAsync(_ => new JsonObject { ["allowed"] = true });
        await RegisterAsync("validating", server, $"sideEffects:'None'{extra}", rule);
        await _client.PostAsync(Maps, Map("a"));

        Assert.Equal(called, server.Reviews.Count > 0);
    }

    [Fact]
    public async Task Another_version_of_a_custom_resource_matches_where_equivalents_count()
    {
        await using var server = await WebhookServer.StartAsync(_ => new JsonObject { ["allowed"] = true });
        await _client.PostAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"as.one.example"},"spec":{"group":"one.example","scope":"Cluster","names":{"plural":"as","singular":"a","kind":"A"},"versions":[
             {"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}},
             {"name":"v2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
            """);
        await _client.UntilAsync("/apis/one.example/v1/as", (status, _) => status == HttpStatusCode.OK);
        await RegisterAsync("validating", server, "sideEffects:'None'", "operations:['CREATE'],apiGroups:['one.example'],apiVersions:['v2'],resources:['as']");
        await _client.PostAsync("/apis/one.example/v1/as", """{"apiVersion":"one.example/v1","kind":"A","metadata":{"name":"x"}}""");
        await RegisterAsync("validating", server, "sideEffects:'None',matchPolicy:'Exact'", "operations:['CREATE'],apiGroups:['one.example'],apiVersions:['v2'],resources:['as']");
        await _client.PostAsync("/apis/one.example/v1/as", """{"apiVersion":"one.example/v1","kind":"A","metadata":{"name":"y"}}""");
        var request = Assert.Single(server.Reviews)["request"];

        Assert.Equal(("v2", "v1", "one.example/v2"), (request.Text("kind", "version"), request.Text("requestKind", "version"), request.Text("object", "apiVersion")));
    }

    [Fact]
    public async Task Conditions_that_cannot_be_evaluated_are_warned_of()
    {
        await using var server = await WebhookServer.StartAsync(_ => new JsonObject { ["allowed"] = true });
        await RegisterAsync("validating", server, "sideEffects:'None',matchConditions:[{name:'c',expression:'false'}]");
        await _client.PostAsync(Maps, Map("a"));

        Assert.Single(server.Reviews);
    }

    private Task RegisterAsync(string kind, WebhookServer server, string options = "sideEffects:'None'", string? rule = null) =>
        RegisterAsync(kind, server.Url, server.CaBundle, options, rule);

    private Task RegisterAsync(string kind, Uri url, string bundle, string options = "sideEffects:'None'", string? rule = null) =>
        RegisterAsync(kind, $"url:'{url}',caBundle:'{bundle}'", options, rule);

    private Task ServiceAsync(string name) => RegisterAsync("validating", $"service:{{name:'{name}',namespace:'default',path:'/review'}}", "sideEffects:'None'", null);

    private async Task RegisterAsync(string kind, string target, string options, string? rule)
    {
        var path = $"/apis/admissionregistration.k8s.io/v1/{kind}webhookconfigurations";
        rule ??= "operations:['CREATE'],apiGroups:[''],apiVersions:['v1'],resources:['configmaps'],scope:'*'";
        var capital = kind == "mutating" ? "Mutating" : "Validating";
        var configuration = Json.Object(
            $"{{apiVersion:'admissionregistration.k8s.io/v1',kind:'{capital}WebhookConfiguration',metadata:{{name:'c'}},webhooks:[{{name:'h.example.com',admissionReviewVersions:['v1','v1beta1'],"
            + $"{options},clientConfig:{{{target}}},rules:[{{{rule}}}]}}]}}");
        await _client.DeleteAsync($"{path}/c");
        var (status, body) = await _client.PostAsync(path, configuration.ToJsonString());
        Assert.True(status == HttpStatusCode.Created, body.ToJsonString());
    }

    private static JsonObject Patch(string patch) => new()
    {
        ["allowed"] = true,
        ["patchType"] = "JSONPatch",
        ["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(patch)),
    };

    private static string Map(string name) =>
        Json.Object($"{{apiVersion:'v1',kind:'ConfigMap',metadata:{{name:'{name}',labels:{{app:'x'}}}},data:{{k:'x'}}}}").ToJsonString();

    private static string Failed(string why) => $"Internal error occurred: failed calling webhook \"h.example.com\": {why}";
}
