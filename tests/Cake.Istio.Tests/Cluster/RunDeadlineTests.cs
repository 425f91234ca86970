using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Microsoft.Extensions.Time.Testing;

namespace Cake.Istio.Tests.Cluster;

public sealed class RunDeadlineTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_run_that_takes_too_long_ends_and_says_what_it_waited_for()
    {
        using var deadline = new RunDeadline(TimeSpan.FromMinutes(2), _time, CancellationToken.None);
        deadline.Waiting("Deployment a").Dispose();

        var run = deadline.RunAsync(async token =>
        {
            using var wait = deadline.Waiting("Deployment b: 0 of 1 replicas are ready");
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            return 0;
        });
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(1), deadline.Remaining);
        Assert.False(run.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(1));

        var error = await Assert.ThrowsAsync<MeshException>(() => run);
        Assert.Equal(ErrorCode.RunDeadlineExceeded, error.Code);
        Assert.Equal("The run was not done within 2m. It was waiting for Deployment b: 0 of 1 replicas are ready.", error.Text);
        Assert.Equal(TimeSpan.Zero, deadline.Remaining);
    }

    [Fact]
    public async Task What_is_over_at_once_as_a_rule_is_named_only_when_it_takes_longer()
    {
        using var deadline = new RunDeadline(TimeSpan.FromSeconds(20), _time, CancellationToken.None);
        var run = deadline.RunAsync(async token =>
        {
            using var first = deadline.Expecting(taken => $"GET /a for {taken}");
            using (deadline.Expecting(taken => $"GET /b for {taken}"))
                _time.Advance(TimeSpan.FromSeconds(1.9));
            Assert.Empty(deadline.Waits);
            _time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(["GET /a for 11s"], deadline.Waits);
            using var last = deadline.Expecting(taken => $"GET /c for {taken}");
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            return 0;
        });
        _time.Advance(TimeSpan.FromSeconds(8.1));

        Assert.Equal("The run was not done within 20s. It was waiting for GET /a for 20s; GET /c for 8s.", (await Assert.ThrowsAsync<MeshException>(() => run)).Text);
    }

    [Fact]
    public async Task Of_many_waits_a_few_are_named_and_the_rest_counted()
    {
        using var deadline = new RunDeadline(TimeSpan.FromSeconds(20), _time, CancellationToken.None);
        var waits = Enumerable.Range(1, 8).Select(number => deadline.Waiting($"w{number}")).ToList();
        var run = deadline.RunAsync(async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            return 0;
        });
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.EndsWith(" It was waiting for w1; w2; w3; w4; w5; and 3 more.", (await Assert.ThrowsAsync<MeshException>(() => run)).Text, StringComparison.Ordinal);
        waits.ForEach(wait => wait.Dispose());
    }

    [Fact]
    public async Task A_cancelled_run_is_cancelled_not_late()
    {
        using var cancel = new CancellationTokenSource();
        using var deadline = new RunDeadline(TimeSpan.FromMinutes(2), _time, cancel.Token);

        var run = deadline.RunAsync(async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            return 0;
        });
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Theory]
    [InlineData(350, "350ms")]
    [InlineData(1500, "1.5s")]
    [InlineData(60_000, "1m")]
    [InlineData(90_000, "1m30s")]
    [InlineData(3_900_000, "1h5m")]
    public void Durations_are_written_as_kubectl_does(int milliseconds, string text) =>
        Assert.Equal(text, Duration.Format(TimeSpan.FromMilliseconds(milliseconds)));
}
