using System.Threading.Channels;
using Cake.Istio.Cluster;

namespace Cake.Istio.Readiness;

/// <summary>The feeds of one wait, and their news.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="time">The run's clock.</param>
/// <param name="cancel">Ends the feeds.</param>
internal sealed class FeedSet(ClusterConnection cluster, TimeProvider time, CancellationToken cancel) : IAsyncDisposable
{
    private readonly Channel<FeedUpdate> _news = Channel.CreateUnbounded<FeedUpdate>(new() { SingleReader = true });
    private readonly Dictionary<FeedKey, (ApiResource Resource, Task Run)> _feeds = [];
    private readonly HashSet<FeedKey> _unlisted = [];
    private CancellationTokenSource _running = CancellationTokenSource.CreateLinkedTokenSource(cancel);

    /// <summary>Whether every feed has delivered a list, or said that it cannot.</summary>
    public bool AreListed => _unlisted.Count == 0;

    /// <summary>Follows a kind in a namespace; nothing happens where that is done already.</summary>
    public void Follow(ApiResource resource, string? ns)
    {
        var key = FeedKey.Of(resource, ns);
        if (_feeds.ContainsKey(key))
            return;
        _unlisted.Add(key);
        _feeds.Add(key, (resource, new KindFeed(cluster, resource, key.Namespace, _news.Writer, time).RunAsync(_running.Token)));
    }

    /// <summary>Waits for news, and gives what has arrived; nothing where the time is over first.</summary>
    public async Task<IReadOnlyList<FeedUpdate>> NewsAsync(TimeSpan longest)
    {
        using var limit = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await _news.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // No news is a reason to judge again too.
        }

        return Take();
    }

    /// <summary>Ends all watches, and begins again with lists: a watch may have been silent although there was something to say.</summary>
    /// <returns>What the watches still had to say.</returns>
    public async Task<IReadOnlyList<FeedUpdate>> StartOverAsync()
    {
        var alive = _feeds.Where(feed => !feed.Value.Run.IsCompleted).ToList();
        await EndAsync();
        // Those that were ended here are followed again, so that their end tells nothing.
        var last = Take().Where(update => update is not FeedUpdate.Ended || !alive.Any(feed => feed.Key == update.Feed)).ToList();
        _running = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        foreach (var (key, (resource, _)) in alive)
        {
            _feeds.Remove(key);
            Follow(resource, key.Namespace);
        }

        return last;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await EndAsync();

    private List<FeedUpdate> Take()
    {
        var news = new List<FeedUpdate>();
        while (_news.Reader.TryRead(out var update))
        {
            if (update is FeedUpdate.Listed or FeedUpdate.Ended)
                _unlisted.Remove(update.Feed);
            news.Add(update);
        }

        return news;
    }

    private async Task EndAsync()
    {
        await _running.CancelAsync();
        try
        {
            await Task.WhenAll(_feeds.Values.Select(feed => feed.Run));
        }
        catch (OperationCanceledException)
        {
            // That is how feeds end.
        }

        _running.Dispose();
    }
}
