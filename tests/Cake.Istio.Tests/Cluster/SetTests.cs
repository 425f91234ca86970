using System.Text.Json.Nodes;
using Cake.Istio.Cluster;

namespace Cake.Istio.Tests.Cluster;

public sealed class SetTests
{
    private static readonly JsonObject Body = new() { ["metadata"] = new JsonObject { ["name"] = "a", ["namespace"] = "ns" }, ["data"] = new JsonObject { ["k"] = "1" } };
    private static readonly string Missing = ClusterFixture.Status(404, "NotFound", "no such thing");

    [Fact]
    public async Task What_exists_is_merged_into_and_what_is_missing_is_created()
    {
        Assert.Equal("PATCH", await MethodsAsync((200, "{}")));
        Assert.Equal("PATCH POST", await MethodsAsync((404, Missing), (201, "{}")));
    }

    [Fact]
    public async Task Where_somebody_was_faster_it_is_merged_after_all() =>
        Assert.Equal("PATCH POST PATCH", await MethodsAsync((404, Missing), (409, ClusterFixture.Status(409, "AlreadyExists", "there is one")), (200, "{}")));

    [Fact]
    public async Task A_namespace_that_is_not_there_is_the_server_s_refusal()
    {
        await using var cluster = await ClusterFixture.StartAsync((404, Missing));
        await Assert.ThrowsAsync<ApiException>(() => cluster.Connection.SetAsync(ClusterFixture.ConfigMaps, Body, "m", CancellationToken.None));
    }

    [Fact]
    public async Task The_patch_is_a_merge_by_the_manager()
    {
        await using var cluster = await ClusterFixture.StartAsync((200, "{}"));
        await cluster.Connection.SetAsync(ClusterFixture.ConfigMaps, Body, "m", CancellationToken.None);

        var request = cluster.Server.Requests.Single();
        Assert.Equal(("/api/v1/namespaces/ns/configmaps/a?fieldManager=m", PatchType.Merge, Body.ToJsonString()), (request.Path, request.ContentType, request.Body));
    }

    private static async Task<string> MethodsAsync(params (int Code, string Body)[] answers)
    {
        await using var cluster = await ClusterFixture.StartAsync(answers);
        await cluster.Connection.SetAsync(ClusterFixture.ConfigMaps, Body, "m", CancellationToken.None);
        return string.Join(' ', cluster.Server.Requests.Select(request => request.Method));
    }
}
