using Cake.Core.Diagnostics;
using Polly;
using Polly.Retry;

namespace Cake.Istio.Cluster;

/// <summary>Tries requests again by <see cref="RetryRules"/>, with back-off, jitter and the server's own Retry-After.</summary>
internal sealed class RetryPipeline
{
    private static readonly ResiliencePropertyKey<ApiRequest> Request = new("request");
    private static readonly ResiliencePropertyKey<long> Start = new("start");
    private static readonly ResiliencePropertyKey<IDisposable?> Wait = new("wait");

    private readonly ICakeLog _log;
    private readonly RunDeadline _deadline;
    private readonly Func<bool> _served;
    private readonly ResiliencePipeline _pipeline;

    /// <summary>Creates the pipeline.</summary>
    /// <param name="log">Where retries are shown at verbose.</param>
    /// <param name="deadline">The clock; learns what is being tried again.</param>
    /// <param name="served">Whether the server has served anything yet.</param>
    public RetryPipeline(ICakeLog log, RunDeadline deadline, Func<bool> served)
    {
        (_log, _deadline, _served) = (log, deadline, served);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = deadline.Time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(5),
            ShouldHandle = arguments => ValueTask.FromResult(IsWorthATry(arguments.Context, arguments.Outcome.Exception)),
            DelayGenerator = arguments => ValueTask.FromResult(Asked(arguments.Outcome.Exception)),
            OnRetry = arguments =>
            {
                Report(arguments.Context, arguments.Outcome.Exception!, arguments.AttemptNumber, arguments.RetryDelay);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    /// <summary>Runs one request's attempts.</summary>
    /// <exception cref="ApiException">The server refused, and no further try is worth it.</exception>
    /// <exception cref="ConnectionFailure">No answer, and no further try is worth it.</exception>
    public async Task<T> RunAsync<T>(ApiRequest request, Func<CancellationToken, Task<T>> attempt, CancellationToken cancel)
    {
        var context = ResilienceContextPool.Shared.Get(cancel);
        try
        {
            context.Properties.Set(Request, request);
            context.Properties.Set(Start, _deadline.Time.GetTimestamp());
            return await _pipeline.ExecuteAsync(
                static async (context, attempt) => await attempt(context.CancellationToken), context, attempt);
        }
        finally
        {
            context.Properties.GetValue(Wait, null)?.Dispose();
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private bool IsWorthATry(ResilienceContext context, Exception? failure) =>
        failure is not null
        && RetryRules.Budget(context.Properties.GetValue(Request, null!), failure, _served()) is { } budget
        && _deadline.Time.GetElapsedTime(context.Properties.GetValue(Start, 0)) < budget;

    private static TimeSpan? Asked(Exception? failure) => failure is ApiException { Status.RetryAfter: { } asked }
        ? asked < RetryRules.LongestRetryAfter ? asked : RetryRules.LongestRetryAfter
        : null;

    private void Report(ResilienceContext context, Exception failure, int attempt, TimeSpan delay)
    {
        var what = $"{context.Properties.GetValue(Request, null!)}: {(failure as ApiException)?.Status.Message ?? failure.Message}";
        _log.Verbose("{0}", $"{what}; retry {attempt + 1} in {Duration.Format(delay)}");
        context.Properties.GetValue(Wait, null)?.Dispose();
        context.Properties.Set(Wait, _deadline.Waiting(what));
    }
}
