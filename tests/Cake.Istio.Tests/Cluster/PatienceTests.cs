using System.Diagnostics;
using Cake.Istio.Errors;
using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Tests.Cluster;

public sealed class PatienceTests
{
    [Fact]
    public async Task Cancelling_ends_a_request_that_nobody_answers_within_a_second()
    {
        await using var cluster = await ClusterFixture.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var cancel = new CancellationTokenSource();

        var request = cluster.Connection.VersionAsync(cancel.Token);
        await ReceivedAsync(cluster, 1);
        var start = Stopwatch.GetTimestamp();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_server_that_takes_requests_and_never_answers_is_given_up_after_its_first_answer_time()
    {
        await using var cluster = await ClusterFixture.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted), new());

        var request = cluster.Connection.VersionAsync(CancellationToken.None);
        await ReceivedAsync(cluster, 1);
        for (var step = 0; step < 40 && !request.IsCompleted; step++)
        {
            cluster.Time!.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(request, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        var error = await Assert.ThrowsAsync<MeshException>(() => request);
        Assert.Equal(ErrorCode.ServerUnreachable, error.Code);
        Assert.Contains("no answer came within 15s", error.Text, StringComparison.Ordinal);
        Assert.Single(cluster.Server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_says_which_request_it_waits_for(bool begins)
    {
        await using var cluster = await ClusterFixture.StartAsync(
            async context =>
            {
                if (context.Request.Path == "/version")
                {
                    await context.AnswerAsync(200, "{}");
                    return;
                }

                if (begins)
                    await context.Response.WriteAsync("""{"items":[""");
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
            new());
        await cluster.Connection.VersionAsync(CancellationToken.None);

        var run = cluster.Deadline.RunAsync(token => cluster.Connection.ListAsync(ClusterFixture.ConfigMaps, "ns", null, token));
        await ReceivedAsync(cluster, 2);
        cluster.Time!.Advance(TimeSpan.FromSeconds(12));
        var server = cluster.Connection.Target.Server.AbsoluteUri.TrimEnd('/');
        Assert.Equal([$"GET /api/v1/namespaces/ns/configmaps: no answer from {server} for 12s"], cluster.Deadline.Waits);
        cluster.Time.Advance(TimeSpan.FromSeconds(48));

        var error = await Assert.ThrowsAsync<MeshException>(() => run);
        Assert.Equal(ErrorCode.RunDeadlineExceeded, error.Code);
        Assert.Contains($"It was waiting for GET /api/v1/namespaces/ns/configmaps: no answer from {server} for 60s", error.Text.Replace("1m", "60s", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_asked_for_again()
    {
        var breaks = 2;
        await using var cluster = await ClusterFixture.StartAsync(async context =>
        {
            await context.Response.WriteAsync("""{"major":"1",""");
            await context.Response.Body.FlushAsync();
            if (Interlocked.Decrement(ref breaks) >= 0)
                context.Abort();
            else
                await context.Response.WriteAsync("\"minor\":\"36\"}");
        });

        Assert.Equal(36, (await cluster.Connection.VersionAsync(CancellationToken.None)).Minor);
        Assert.Equal(3, cluster.Server.Requests.Count);
    }

    [Fact]
    public async Task Requests_in_flight_stay_within_the_parallelism()
    {
        int flying = 0, most = 0;
        await using var cluster = await ClusterFixture.StartAsync(async context =>
        {
            var now = Interlocked.Increment(ref flying);
            InterlockedMax(ref most, now);
            await Task.Delay(5);
            Interlocked.Decrement(ref flying);
            await context.AnswerAsync(200, "{}");
        });

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => cluster.Connection.VersionAsync(CancellationToken.None)));

        Assert.InRange(most, 2, Settings.MeshSettings.DefaultParallelism);
        Assert.Equal(100, cluster.Server.Requests.Count);
    }

    [Fact]
    public async Task The_token_is_never_shown()
    {
        await using var cluster = await ClusterFixture.StartAsync(
            (500, ClusterFixture.Status(500, "", "boom")), (403, ClusterFixture.Status(403, "Forbidden", "no")));

        var error = await Assert.ThrowsAsync<MeshException>(() => cluster.Deadline.RunAsync(cluster.Connection.VersionAsync));

        Assert.All(cluster.Server.Requests, request => Assert.Equal("Bearer secret-token", request.Authorization));
        Assert.NotEmpty(cluster.Retries);
        Assert.DoesNotContain(cluster.Log.Lines, line => line.Text.Contains("secret-token", StringComparison.Ordinal));
        Assert.DoesNotContain("secret-token", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task ReceivedAsync(ClusterFixture cluster, int count)
    {
        while (cluster.Server.Requests.Count < count)
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
            Interlocked.CompareExchange(ref target, value, seen);
    }
}
