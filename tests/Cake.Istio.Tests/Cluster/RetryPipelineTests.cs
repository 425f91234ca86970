using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Microsoft.Extensions.Time.Testing;

namespace Cake.Istio.Tests.Cluster;

public sealed class RetryPipelineTests
{
    private static readonly ApiRequest Request = new(HttpMethod.Get, "/x?limit=5");
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLog _log = new();

    [Fact]
    public async Task The_wait_that_the_server_asks_for_is_honoured_up_to_its_longest_own()
    {
        using var deadline = new RunDeadline(TimeSpan.FromMinutes(10), _time, CancellationToken.None);
        var pipeline = new RetryPipeline(_log, deadline, () => true);
        var asked = new Queue<int>([7, 3600]);
        var times = new List<TimeSpan>();
        var start = _time.GetTimestamp();

        var run = pipeline.RunAsync(Request, _ =>
        {
            times.Add(_time.GetElapsedTime(start));
            return asked.TryDequeue(out var seconds) ? throw Refusal(429, "busy", seconds) : Task.FromResult(1);
        }, CancellationToken.None);
        await AdvanceUntilAsync(run);

        Assert.Equal([0, 7, 39], times.Select(time => (int)Math.Round(time.TotalSeconds)));
        Assert.Contains(_log.Lines, line => line.Text == "GET /x: busy; retry 1 in 7s");
        Assert.Contains(_log.Lines, line => line.Text == "GET /x: busy; retry 2 in 32s");
    }

    [Fact]
    public async Task A_failure_that_stays_is_given_up_after_its_budget()
    {
        using var deadline = new RunDeadline(TimeSpan.FromMinutes(10), _time, CancellationToken.None);
        var tries = 0;

        var run = new RetryPipeline(_log, deadline, () => true).RunAsync<int>(Request, _ =>
        {
            tries++;
            throw Refusal(500, "boom");
        }, CancellationToken.None);
        var start = _time.GetTimestamp();
        await AdvanceUntilAsync(run);

        await Assert.ThrowsAsync<ApiException>(() => run);
        Assert.InRange(_time.GetElapsedTime(start), RetryRules.Unknown, RetryRules.Unknown + TimeSpan.FromSeconds(6));
        Assert.InRange(tries, 7, 60);
    }

    [Fact]
    public async Task The_runs_deadline_ends_retries_and_says_what_was_tried()
    {
        using var deadline = new RunDeadline(TimeSpan.FromSeconds(10), _time, CancellationToken.None);
        var pipeline = new RetryPipeline(_log, deadline, () => true);

        var run = deadline.RunAsync(token => pipeline.RunAsync<int>(Request, _ => throw Refusal(503, "shutting down", 1), token));
        await AdvanceUntilAsync(run);

        var error = await Assert.ThrowsAsync<MeshException>(() => run);
        Assert.Equal(ErrorCode.RunDeadlineExceeded, error.Code);
        Assert.Contains("waiting for GET /x: shutting down", error.Text, StringComparison.Ordinal);
    }

    private static ApiException Refusal(int code, string message, int? retryAfter = null) =>
        new(new(code, "", message, [], retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null), "x", new(new("https://x"), "c", "c", null));

    private async Task AdvanceUntilAsync(Task run)
    {
        for (var step = 0; step < 10_000 && !run.IsCompleted; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(5)));
    }
}
