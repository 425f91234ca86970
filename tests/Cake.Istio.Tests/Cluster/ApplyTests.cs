using System.Text.Json.Nodes;

namespace Cake.Istio.Tests.Cluster;

public sealed class ApplyTests
{
    private static JsonObject Body(string value) => new()
    {
        ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "a", ["namespace"] = "ns" }, ["data"] = new JsonObject { ["k"] = value },
    };

    [Fact]
    public async Task An_apply_is_a_patch_over_http2_with_manager_force_and_strict_validation()
    {
        await using var cluster = await ClusterFixture.StartAsync((201, """{"metadata":{"uid":"1"}}"""));

        var applied = await cluster.Connection.ApplyAsync(
            ClusterFixture.ConfigMaps, Body("1"), new() { FieldManager = "cake-istio", DryRun = true }, CancellationToken.None);

        var request = Assert.Single(cluster.Server.Requests);
        Assert.Equal("PATCH", request.Method);
        Assert.Equal("/api/v1/namespaces/ns/configmaps/a?fieldManager=cake-istio&force=false&fieldValidation=Strict&dryRun=All", request.Path);
        Assert.Equal("application/apply-patch+yaml", request.ContentType);
        Assert.Equal("HTTP/2", request.Protocol);
        Assert.Equal("Bearer secret-token", request.Authorization);
        Assert.True(applied.Created);
        Assert.Equal("1", (string?)applied.Json["metadata"]!["uid"]);
    }

    [Fact]
    public async Task Characters_beyond_the_basic_plane_are_sent_raw()
    {
        await using var cluster = await ClusterFixture.StartAsync((200, "{}"));

        await cluster.Connection.ApplyAsync(ClusterFixture.ConfigMaps, Body("\\ud83d 网格 😀"), new() { FieldManager = "m" }, CancellationToken.None);

        Assert.Contains("\"\\\\ud83d 网格 😀\"", cluster.Server.Requests.Single().Body, StringComparison.Ordinal);
    }
}
