using Cake.Core.Diagnostics;
using Polly;
using Polly.Retry;

namespace Cake.Istio.Cluster;

/// <summary>Tries requests again by <see cref="RetryRules"/>, with back-off, jitter and the server's own Retry-After.</summary>
internal sealed class RetryPipeline(ICakeLog log, TimeProvider time, Func<bool> served)
{
    private static readonly ResiliencePropertyKey<ApiRequest> Request = new("request");
    private static readonly ResiliencePropertyKey<long> Start = new("start");

    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = int.MaxValue,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromMilliseconds(100),
        MaxDelay = TimeSpan.FromSeconds(5),
        ShouldHandle = arguments => ValueTask.FromResult(
            arguments.Outcome.Exception is { } failure
            && RetryRules.Budget(arguments.Context.Properties.GetValue(Request, null!), failure, served()) is { } budget
            && time.GetElapsedTime(arguments.Context.Properties.GetValue(Start, 0)) < budget),
        DelayGenerator = arguments => ValueTask.FromResult(
            arguments.Outcome.Exception is ApiException { Status.RetryAfter: { } asked }
                ? asked < RetryRules.LongestRetryAfter ? asked : RetryRules.LongestRetryAfter
                : (TimeSpan?)null),
        OnRetry = arguments =>
        {
            var failure = arguments.Outcome.Exception;
            log.Verbose(
                "{0}",
                $"{arguments.Context.Properties.GetValue(Request, null!)}: {(failure as ApiException)?.Status.Message ?? failure?.Message}; "
                + $"retry {arguments.AttemptNumber + 1} in {Duration.Format(arguments.RetryDelay)}");
            return ValueTask.CompletedTask;
        },
    }).Build();

    /// <summary>Runs one request's attempts.</summary>
    /// <exception cref="ApiException">The server refused, and no further try is worth it.</exception>
    /// <exception cref="ConnectionFailure">No answer, and no further try is worth it.</exception>
    public async Task<T> RunAsync<T>(ApiRequest request, Func<CancellationToken, Task<T>> attempt, CancellationToken cancel)
    {
        var context = ResilienceContextPool.Shared.Get(cancel);
        try
        {
            context.Properties.Set(Request, request);
            context.Properties.Set(Start, time.GetTimestamp());
            return await _pipeline.ExecuteAsync(
                static async (context, attempt) => await attempt(context.CancellationToken), context, attempt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
