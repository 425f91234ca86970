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
    public async Task Who_am_I_is_answered()
    {
        await using var client = await TestClient.StartAsync();
        var (_, review) = await client.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", """{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}""");

        Assert.Equal("kubernetes-admin", (string?)review["status"]!["userInfo"]!["username"]);
    }
}
