using System.Diagnostics;
using Cake.Istio.Cluster;
using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Tests.Cluster;

public sealed class WatchTests
{
    private const string Added = """{"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"8"}}}""";
    private const string Bookmark = """{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9"}}}""";

    [Fact]
    public async Task Events_arrive_as_the_server_sends_them()
    {
        await using var cluster = await ClusterFixture.StartAsync((200, $"{Added}\n{Bookmark}\n"));

        var events = await Watch(cluster, CancellationToken.None).ToListAsync();

        Assert.Equal(
            [(WatchEventType.Added, "8"), (WatchEventType.Bookmark, "9")], events.Select(one => (one.Type, one.ResourceVersion)));
        Assert.Equal(
            "/api/v1/namespaces/ns/configmaps?watch=true&allowWatchBookmarks=true&resourceVersion=7&timeoutSeconds=40", cluster.Server.Requests.Single().Path);
    }

    [Fact]
    public async Task An_event_arrives_before_the_watch_ends_and_cancelling_ends_it_at_once()
    {
        await using var cluster = await ClusterFixture.StartAsync(async context =>
        {
            await context.Response.WriteAsync(Added + "\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var cancel = new CancellationTokenSource();
        await using var watch = Watch(cluster, cancel.Token).GetAsyncEnumerator();

        Assert.True(await watch.MoveNextAsync());
        var next = watch.MoveNextAsync().AsTask();
        var start = Stopwatch.GetTimestamp();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("""{"type":"ADDED","object":{"metad""")]
    [InlineData("")]
    public async Task A_stream_that_is_cut_ends_the_watch_without_an_error(string rest)
    {
        await using var cluster = await ClusterFixture.StartAsync(async context =>
        {
            await context.Response.WriteAsync($"{Added}\n{rest}");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        // The reset may overtake the event.
        Assert.InRange((await Watch(cluster, CancellationToken.None).ToListAsync()).Count, 0, 1);
    }

    [Fact]
    public async Task A_version_that_is_too_old_is_said_by_the_answer_or_by_an_event()
    {
        var status = ClusterFixture.Status(410, "Expired", "too old resource version");
        await using var byAnswer = await ClusterFixture.StartAsync((410, status));
        await using var byEvent = await ClusterFixture.StartAsync((200, $$"""{"type":"ERROR","object":{{status}}}""" + "\n"));

        foreach (var cluster in new[] { byAnswer, byEvent })
            Assert.True((await Assert.ThrowsAsync<ApiException>(async () => await Watch(cluster, CancellationToken.None).ToListAsync())).Status.IsExpired);
    }

    [Fact]
    public async Task Watches_do_not_use_up_the_requests_in_flight()
    {
        await using var cluster = await ClusterFixture.StartAsync(async context =>
        {
            if (!context.Request.Query.ContainsKey("watch"))
            {
                await context.AnswerAsync(200, "{}");
                return;
            }

            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var cancel = new CancellationTokenSource();
        var watches = Enumerable.Range(0, 40).Select(async _ => await Watch(cluster, cancel.Token).ToListAsync()).ToList();
        while (cluster.Server.Requests.Count < watches.Count)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        await cluster.Connection.VersionAsync(CancellationToken.None);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(watches));
    }

    private static IAsyncEnumerable<WatchEvent> Watch(ClusterFixture cluster, CancellationToken cancel) =>
        cluster.Connection.WatchAsync(ClusterFixture.ConfigMaps, "ns", "7", null, cancel);
}
