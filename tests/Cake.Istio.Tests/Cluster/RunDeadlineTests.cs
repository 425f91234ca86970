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
