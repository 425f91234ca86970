using System.Text.Json.Nodes;

namespace Cake.Istio.Sandbox.Tests.Server;

public sealed class WatchTests
{
    private const string Path = "/api/v1/namespaces/n/configmaps";

    [Fact]
    public async Task A_watch_sends_what_there_is_and_then_every_change()
    {
        await using var client = await TestClient.StartAsync();
        await client.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"n"}}""");
        await client.PostAsync(Path, """{"metadata":{"name":"a","labels":{"x":"1"}}}""");
        using var reader = new StreamReader(await client.StreamAsync($"{Path}?watch=1&labelSelector=x%3D1&timeoutSeconds=20"));

        Assert.Equal("ADDED a", await NextAsync(reader));
        await client.PutAsync($"{Path}/a", """{"metadata":{"name":"a","labels":{"x":"2"}}}""");
        // What leaves the selection is told as it was when it still belonged to it, in the version that took it out.
        var left = JsonNode.Parse((await reader.ReadLineAsync(TestContext.Current.CancellationToken))!)!;
        Assert.Equal(("DELETED", "1"), ((string?)left["type"], (string?)left["object"]!["metadata"]!["labels"]!["x"]));
        Assert.Equal((string?)(await client.GetAsync($"{Path}/a")).Body["metadata"]!["resourceVersion"], (string?)left["object"]!["metadata"]!["resourceVersion"]);
        await client.PutAsync($"{Path}/a", """{"metadata":{"name":"a","labels":{"x":"1"}}}""");
        Assert.Equal("ADDED a", await NextAsync(reader));
        await client.DeleteAsync($"{Path}/a");
        Assert.Equal("DELETED a", await NextAsync(reader));
    }

    [Fact]
    public async Task Initial_events_end_with_a_bookmark_that_says_so()
    {
        await using var client = await TestClient.StartAsync();
        await client.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"n"}}""");
        await client.PostAsync(Path, """{"metadata":{"name":"a","labels":{"x":"1"}}}""");
        var query = "watch=1&labelSelector=x&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=20";
        using var reader = new StreamReader(await client.StreamAsync($"{Path}?{query}"));

        Assert.Equal("ADDED a", await NextAsync(reader));
        var bookmark = JsonNode.Parse((await reader.ReadLineAsync(TestContext.Current.CancellationToken))!)!;
        Assert.Equal("BOOKMARK", (string?)bookmark["type"]);
        Assert.Equal("true", (string?)bookmark["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
    }

    private static async Task<string> NextAsync(StreamReader reader)
    {
        var line = JsonNode.Parse((await reader.ReadLineAsync(TestContext.Current.CancellationToken))!)!;
        return $"{line["type"]} {line["object"]!["metadata"]!["name"]}";
    }
}
