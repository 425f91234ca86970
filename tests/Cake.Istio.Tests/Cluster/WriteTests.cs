using System.Text.Json.Nodes;
using Cake.Istio.Cluster;

namespace Cake.Istio.Tests.Cluster;

public sealed class WriteTests
{
    private static readonly JsonObject Body = new() { ["metadata"] = new JsonObject { ["name"] = "a", ["namespace"] = "ns" } };

    [Fact]
    public async Task A_delete_carries_its_preconditions()
    {
        await using var cluster = await ClusterFixture.StartAsync((200, "{}"));

        var deleted = await cluster.Connection.DeleteAsync(
            ClusterFixture.ConfigMaps, "ns", "a", new() { Uid = "u1", ResourceVersion = "5", Propagation = DeletePropagation.Foreground }, CancellationToken.None);

        Assert.True(deleted);
        var request = cluster.Server.Requests.Single();
        Assert.Equal("DELETE /api/v1/namespaces/ns/configmaps/a", $"{request.Method} {request.Path}");
        Assert.Equal(
            """{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Foreground","preconditions":{"uid":"u1","resourceVersion":"5"}}""", request.Body);
    }

    [Fact]
    public async Task Deleting_what_is_not_there_is_no_error()
    {
        await using var cluster = await ClusterFixture.StartAsync((404, ClusterFixture.Status(404, "NotFound", "gone")));

        Assert.False(await cluster.Connection.DeleteAsync(ClusterFixture.ConfigMaps, "ns", "a", null, CancellationToken.None));
    }

    [Fact]
    public async Task A_patch_names_type_manager_and_subresource()
    {
        await using var cluster = await ClusterFixture.StartAsync((200, "{}"));

        await cluster.Connection.PatchAsync(
            ClusterFixture.ConfigMaps, "ns", "a", PatchType.Merge, new JsonObject { ["x"] = null }, "cake-istio-gateway", "status", CancellationToken.None);

        var request = cluster.Server.Requests.Single();
        Assert.Equal("PATCH /api/v1/namespaces/ns/configmaps/a/status?fieldManager=cake-istio-gateway", $"{request.Method} {request.Path}");
        Assert.Equal(("application/merge-patch+json", """{"x":null}"""), (request.ContentType, request.Body));
    }

    [Fact]
    public async Task Create_posts_and_update_puts()
    {
        await using var cluster = await ClusterFixture.StartAsync((200, "{}"));

        await cluster.Connection.CreateAsync(ClusterFixture.ConfigMaps, "ns", Body, "m", CancellationToken.None);
        await cluster.Connection.UpdateAsync(ClusterFixture.ConfigMaps, Body, "m", CancellationToken.None);

        Assert.Equal(
            ["POST /api/v1/namespaces/ns/configmaps?fieldManager=m", "PUT /api/v1/namespaces/ns/configmaps/a?fieldManager=m"],
            cluster.Server.Requests.Select(request => $"{request.Method} {request.Path}"));
    }

    [Fact]
    public async Task A_lost_answer_repeats_a_review_and_an_apply_but_not_a_create()
    {
        var drop = 0;
        await using var cluster = await ClusterFixture.StartAsync(context =>
        {
            if (Interlocked.Exchange(ref drop, 0) == 0)
                return context.AnswerAsync(200, "{}");
            context.Abort();
            return Task.CompletedTask;
        });
        await cluster.Connection.VersionAsync(CancellationToken.None);

        drop = 1;
        await cluster.Connection.ReviewAsync("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", [], CancellationToken.None);
        drop = 1;
        await cluster.Connection.ApplyAsync(ClusterFixture.ConfigMaps, Body, new() { FieldManager = "m" }, CancellationToken.None);
        drop = 1;
        await Assert.ThrowsAsync<Errors.MeshException>(
            () => cluster.Connection.CreateAsync(ClusterFixture.ConfigMaps, "ns", Body, "m", CancellationToken.None));

        Assert.Equal(["GET", "POST", "POST", "PATCH", "PATCH", "POST"], cluster.Server.Requests.Select(request => request.Method));
        Assert.Contains("the connection was lost", cluster.Retries, StringComparison.Ordinal);
    }
}
