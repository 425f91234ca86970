using System.Net;

namespace Cake.Istio.Sandbox.Tests.Server;

public sealed class ReviewTests
{
    [Fact]
    public async Task The_administrator_may_do_everything_and_a_review_is_not_stored()
    {
        await using var client = await TestClient.StartAsync();
        var (status, review) = await client.PostAsync("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """
            {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":{"resourceAttributes":{"verb":"create","group":"apps","resource":"deployments"}}}
            """);

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.True((bool)review["status"]!["allowed"]!);
        Assert.False(client.Sandbox.Requests[^1].Persisted);
        var owner = review["metadata"]!["managedFields"]![0]!;
        Assert.Equal(("sandbox-tests", "Update", "authorization.k8s.io/v1"), ((string?)owner["manager"], (string?)owner["operation"], (string?)owner["apiVersion"]));
        Assert.Equal("""{"f:spec":{"f:resourceAttributes":{".":{},"f:group":{},"f:resource":{},"f:verb":{}}}}""", owner["fieldsV1"]!.ToJsonString());
    }

    [Fact]
    public async Task A_review_about_nothing_is_invalid()
    {
        await using var client = await TestClient.StartAsync();
        var (status, refusal) = await client.PostAsync("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """{"spec":{}}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("spec.resourceAttributes", (string?)refusal["details"]!["causes"]![0]!["field"]);
    }

    [Fact]
    public async Task Others_may_do_what_their_roles_allow()
    {
        const string Reviews = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
        const string Ask = """{"spec":{"user":"bob","resourceAttributes":{"verb":"get","resource":"pods","subresource":"log","namespace":"default"}}}""";
        await using var client = await TestClient.StartAsync();
        var (_, before) = await client.PostAsync(Reviews, Ask);
        await client.PostAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", """{"metadata":{"name":"r"},"rules":[{"apiGroups":[""],"resources":["pods/log"],"verbs":["get"]}]}""");
        await client.PostAsync("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
            """{"metadata":{"name":"b"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"},"subjects":[{"kind":"User","name":"bob"}]}""");

        var (_, after) = await client.PostAsync(Reviews, Ask);
        var (_, elsewhere) = await client.PostAsync(Reviews, Ask.Replace("default", "kube-system", StringComparison.Ordinal));

        Assert.Equal("""{"allowed":false}""", before["status"]!.ToJsonString());
        Assert.Equal("RBAC: allowed by RoleBinding \"b/default\" of Role \"r\" to User \"bob\"", (string?)after["status"]!["reason"]);
        Assert.False((bool)elsewhere["status"]!["allowed"]!);
    }

    [Theory]
    [InlineData("default", HttpStatusCode.Created)]
    [InlineData("other", HttpStatusCode.UnprocessableEntity)]
    public async Task A_review_within_a_namespace_is_about_that_namespace(string about, HttpStatusCode expected)
    {
        await using var client = await TestClient.StartAsync();
        var (status, _) = await client.PostAsync("/apis/authorization.k8s.io/v1/namespaces/default/localsubjectaccessreviews",
            """{"spec":{"user":"bob","resourceAttributes":{"verb":"get","resource":"pods","namespace":"NAMESPACE"}}}""".Replace("NAMESPACE", about, StringComparison.Ordinal));

        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task Who_am_I_is_answered()
    {
        await using var client = await TestClient.StartAsync();
        var (_, review) = await client.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", """{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}""");

        Assert.Equal("kubernetes-admin", (string?)review["status"]!["userInfo"]!["username"]);
    }
}
