using System.Threading.Channels;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Readiness;

/// <summary>Delivers every state of one kind in one namespace: a list, then watches, then a list again whenever a watch cannot go on.</summary>
internal sealed class KindFeed(ClusterConnection cluster, ApiResource resource, string? ns, ChannelWriter<FeedUpdate> sink, TimeProvider time)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    /// <summary>A watch that lived for this long was worth it: the next follows without a pause.</summary>
    private static readonly TimeSpan GoodWatch = TimeSpan.FromMilliseconds(500);

    /// <summary>A watch without a word, nor even a bookmark, for this long may not be passed on: a list follows.</summary>
    private static readonly TimeSpan QuietWatch = TimeSpan.FromSeconds(10);

    private readonly FeedKey _key = FeedKey.Of(resource, ns);
    private string? _version;

    /// <summary>Runs until cancelled, or until the server does not permit it, which is delivered too.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        for (var failures = 0; ;)
        {
            try
            {
                failures = await OnceAsync(cancel) ? 0 : failures + 1;
            }
            catch (Exception failure) when (Passes(failure))
            {
                _version = null;
                failures++;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                sink.TryWrite(new FeedUpdate.Ended(_key, failure));
                return;
            }

            if (failures > 0)
                await Task.Delay(Pause(failures), time, cancel);
        }
    }

    private static bool Passes(Exception failure) => failure switch
    {
        ApiException { Status.Code: 404 or 410 or 429 or >= 500 } => true,
        MeshException { Code: ErrorCode.ConnectionLost or ErrorCode.ServerUnreachable } => true,
        _ => false,
    };

    private static TimeSpan Pause(int failures) =>
        TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, ShortestPause.Ticks << Math.Min(failures - 1, 10)));

    private async Task<bool> OnceAsync(CancellationToken cancel)
    {
        if (_version is null)
        {
            var list = await cluster.ListAsync(resource, ns, null, cancel);
            sink.TryWrite(new FeedUpdate.Listed(_key, list.Items));
            _version = list.ResourceVersion;
        }

        var start = time.GetTimestamp();
        var delivered = false;
        await foreach (var change in cluster.WatchAsync(resource, ns, _version, null, cancel))
        {
            _version = change.ResourceVersion;
            delivered = true;
            if (change.Type == WatchEventType.Deleted)
                sink.TryWrite(new FeedUpdate.Deleted(_key, change.Json));
            else if (change.Type != WatchEventType.Bookmark)
                sink.TryWrite(new FeedUpdate.Changed(_key, change.Json));
        }

        var lived = time.GetElapsedTime(start);
        if (!delivered && lived >= QuietWatch)
            _version = null;
        return delivered || lived >= GoodWatch;
    }
}
