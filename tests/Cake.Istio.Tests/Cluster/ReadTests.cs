namespace Cake.Istio.Tests.Cluster;

public sealed class ReadTests
{
    [Fact]
    public async Task An_object_that_does_not_exist_is_null()
    {
        await using var cluster = await ClusterFixture.StartAsync((404, ClusterFixture.Status(404, "NotFound", "configmaps \"a\" not found")));

        Assert.Null(await cluster.Connection.GetAsync(ClusterFixture.ConfigMaps, "ns", "a", CancellationToken.None));
    }

    [Fact]
    public async Task A_list_follows_its_pages_and_completes_its_items()
    {
        await using var cluster = await ClusterFixture.StartAsync(
            (200, """{"metadata":{"resourceVersion":"7","continue":"n/2"},"items":[{"metadata":{"name":"a"}}]}"""),
            (200, """{"metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"b"}},{"metadata":{"name":"c"}}]}"""));

        var list = await cluster.Connection.ListAsync(
            ClusterFixture.ConfigMaps, null, new() { LabelSelector = "a=b,c", FieldSelector = "metadata.name!=x", PageSize = 1 }, CancellationToken.None);

        Assert.Equal(["a", "b", "c"], list.Items.Select(item => (string?)item["metadata"]!["name"]));
        Assert.All(list.Items, item => Assert.Equal("v1/ConfigMap", $"{item["apiVersion"]}/{item["kind"]}"));
        Assert.Equal("7", list.ResourceVersion);
        Assert.Equal(
            ["/api/v1/configmaps?labelSelector=a%3Db%2Cc&fieldSelector=metadata.name%21%3Dx&limit=1",
             "/api/v1/configmaps?labelSelector=a%3Db%2Cc&fieldSelector=metadata.name%21%3Dx&limit=1&continue=n%2F2"],
            cluster.Server.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Pages_that_expire_are_replaced_by_one_whole_list()
    {
        await using var cluster = await ClusterFixture.StartAsync(
            (200, """{"metadata":{"continue":"2"},"items":[{"metadata":{"name":"a"}}]}"""),
            (410, ClusterFixture.Status(410, "Expired", "too old")),
            (200, """{"metadata":{"resourceVersion":"9"},"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}"""));

        var list = await cluster.Connection.ListAsync(ClusterFixture.ConfigMaps, "ns", null, CancellationToken.None);

        Assert.Equal(2, list.Items.Count);
        Assert.Equal("/api/v1/namespaces/ns/configmaps", cluster.Server.Requests.Last().Path);
    }

    [Theory]
    [InlineData("36", 36)]
    [InlineData("29+", 29)]
    public async Task A_version_is_read_with_a_providers_suffix(string minor, int expected)
    {
        await using var cluster = await ClusterFixture.StartAsync((200, $$"""{"major":"1","minor":"{{minor}}","gitVersion":"v1.{{minor}}"}"""));

        var version = await cluster.Connection.VersionAsync(CancellationToken.None);

        Assert.Equal((1, expected), (version.Major, version.Minor));
        Assert.True(version.IsAtLeast(1, expected));
        Assert.False(version.IsAtLeast(1, expected + 1));
    }

    [Fact]
    public async Task A_log_is_read_as_text()
    {
        await using var cluster = await ClusterFixture.StartAsync((200, "line 1\nline 2\n"));

        Assert.Equal("line 1\nline 2\n", await cluster.Connection.LogAsync("ns", "pod", "app", previous: true, 20, CancellationToken.None));
        Assert.Equal("/api/v1/namespaces/ns/pods/pod/log?container=app&previous=true&tailLines=20", cluster.Server.Requests.Single().Path);
    }
}
