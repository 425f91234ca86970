using System.Net;

namespace Cake.Istio.Sandbox.Tests.Server;

public sealed class PathTests
{
    [Fact]
    public async Task The_root_lists_paths_that_answer()
    {
        await using var client = await TestClient.StartAsync();
        var (status, root) = await client.GetAsync("/");
        var paths = root["paths"]!.AsArray().Select(path => (string)path!).ToList();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("/apis/apps/v1", paths);
        Assert.Equal(paths.Distinct().Order(StringComparer.Ordinal), paths);
        foreach (var path in paths)
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(path)).Status);
    }

    [Theory]
    [InlineData("/readyz", "ok")]
    [InlineData("/livez/ping", "ok")]
    [InlineData("/readyz?verbose", "[+]ping ok\n[+]log ok\n[+]etcd ok\nreadyz check passed\n")]
    [InlineData("/livez?verbose=", "[+]ping ok\n[+]log ok\n[+]etcd ok\nlivez check passed\n")]
    [InlineData("/readyz/none", "404 page not found\n")]
    public async Task Health_is_told_check_by_check(string path, string expected)
    {
        await using var client = await TestClient.StartAsync();
        Assert.Equal(expected, (string?)(await client.GetAsync(path)).Body);
    }
}
