using System.Net;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Tests.Server;

namespace Cake.Istio.Sandbox.Tests.Admission;

public sealed class RoleEscalationTests : IAsyncLifetime
{
    private const string Roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";

    private TestClient _client = null!;

    public async ValueTask InitializeAsync() => _client = await TestClient.StartAsync();

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task Without_escalate_a_role_may_hold_only_what_its_author_may_do_in_a_real_servers_words()
    {
        await FaultsAsync("deny=escalate:*; deny=create|delete:deployments.apps; deny=get:pods/log");

        var (status, body) = await _client.PostAsync(Roles, Role("wide", """
            {"apiGroups":["apps"],"resources":["deployments","statefulsets"],"verbs":["get","create","delete"]},
            {"apiGroups":[""],"resources":["pods","pods/log"],"verbs":["get"]}
            """));

        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden"), (status, body.Text("reason")));
        Assert.Equal(
            """
            clusterroles.rbac.authorization.k8s.io "wide" is forbidden: user "kubernetes-admin" (groups=["kubeadm:cluster-admins" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:
            {APIGroups:[""], Resources:["pods/log"], Verbs:["get"]}
            {APIGroups:["apps"], Resources:["deployments"], Verbs:["create" "delete"]}
            """,
            body.Text("message"));
        Assert.Equal(HttpStatusCode.Created, (await _client.PostAsync(Roles, Role("narrow", """{"apiGroups":["apps"],"resources":["deployments"],"verbs":["get"]}"""))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _client.ApplyAsync($"{Roles}/narrow?fieldManager=m&force=true", Role("narrow", """{"apiGroups":["apps"],"resources":["deployments"],"verbs":["*"]}"""))).Status);
    }

    [Fact]
    public async Task Without_bind_a_role_may_be_bound_only_by_who_has_its_rules()
    {
        await _client.PostAsync(Roles, Role("wide", """{"apiGroups":["apps"],"resources":["deployments"],"verbs":["create"]}"""));
        await FaultsAsync("deny=bind:*; deny=create:deployments.apps");

        var (status, body) = await BindAsync("wide");

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.StartsWith("clusterrolebindings.rbac.authorization.k8s.io \"b\" is forbidden: user \"kubernetes-admin\"", body.Text("message"), StringComparison.Ordinal);
        Assert.Equal("clusterroles.rbac.authorization.k8s.io \"gone\" not found", (await BindAsync("gone")).Body.Text("message"));
        await FaultsAsync("deny=create:deployments.apps");
        Assert.Equal(HttpStatusCode.Created, (await BindAsync("wide")).Status);
    }

    private Task<(HttpStatusCode Status, System.Text.Json.Nodes.JsonNode Body)> BindAsync(string role) => _client.PostAsync("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", $$"""
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"b"},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"{{role}}"},"subjects":[{"kind":"ServiceAccount","namespace":"default","name":"default"}]}
        """);

    private static string Role(string name, string rules) =>
        $$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"{{name}}"},"rules":[{{rules}}]}""";

    private async Task FaultsAsync(string faults) => Assert.Equal(HttpStatusCode.OK, (await _client.PutAsync("/sandbox/faults", faults)).Status);
}
