using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Threading.Channels;

namespace Cake.Istio.Sandbox.Endpoints;

/// <content>Watches.</content>
internal sealed partial class ResourceEndpoint
{
    private const int WatchMinutes = 30;

    private async Task WatchAsync(ApiCall call)
    {
        var form = Negotiated.From(call.Http.Request.Headers.Accept.ToString());
        var options = ListOptions.From(call);
        var plan = WatchPlan.From(call, options);
        var timeout = call.QueryNumber("timeoutSeconds") is { } seconds and > 0
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.FromMinutes(WatchMinutes + RandomNumberGenerator.GetInt32(WatchMinutes));
        var events = new WatchEvents(call, options, form, time);
        Answer.Head(call.Http, HttpStatusCode.OK, form.ContentType);
        await call.Http.Response.StartAsync(call.Cancelled);

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(call.Cancelled);
        using var end = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), ending, timeout, Timeout.InfiniteTimeSpan);
        var queue = Channel.CreateUnbounded<WatchItem>(new UnboundedChannelOptions { SingleReader = true });
        var writer = call.Http.Response.BodyWriter;
        try
        {
            using var subscription = Subscribe(call, plan, queue.Writer, out var initial);
            using var bookmarks = plan.Bookmarks ? BookmarkTimer(queue.Writer, timeout) : null;
            foreach (var stored in initial.Where(options.Matches))
                events.WriteInitial(writer, stored);
            if (plan.EndOfInitial)
                events.WriteBookmark(writer, plan.InitialVersion, endOfInitial: true);
            await writer.FlushAsync(call.Cancelled);
            for (var open = true; open;)
            {
                // What happened before the end is told, however late it is read.
                open = await WaitAsync(queue.Reader, ending.Token);
                while (queue.Reader.TryRead(out var item))
                    events.Write(writer, item);
                await writer.FlushAsync(call.Cancelled);
            }
        }
        catch (StatusException refusal) when (refusal.Code == HttpStatusCode.Gone)
        {
            await WriteErrorAsync(writer, refusal, call.Cancelled);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // A watch ends by its timeout or with its client.
        }
    }

    private static async Task<bool> WaitAsync(ChannelReader<WatchItem> queue, CancellationToken ending)
    {
        try
        {
            return await queue.WaitToReadAsync(ending);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private IDisposable Subscribe(ApiCall call, WatchPlan plan, ChannelWriter<WatchItem> queue, out IEnumerable<StoredObject> initial)
    {
        var before = plan.Since ?? store.ResourceVersion;
        plan.InitialVersion = before;
        initial = plan.Since is null ? store.Table(call.Resource.Key).Range(call.Path.Namespace).ToList() : [];
        // What is committed between the snapshot and the subscription is in the history; what the snapshot has already is not sent again.
        var newest = initial.Select(stored => stored.ResourceVersion).DefaultIfEmpty(before).Max();
        return store.Subscribe(
            change =>
            {
                if (plan.Since is not null || change.Current.ResourceVersion > newest)
                    queue.TryWrite(new WatchItem(change, change.Current.ResourceVersion));
            },
            call.Resource.Key, before);
    }

    private ITimer BookmarkTimer(ChannelWriter<WatchItem> queue, TimeSpan timeout)
    {
        // Two seconds before the end, so that the next watch begins where this one ends; else about every minute.
        var beforeEnd = timeout - TimeSpan.FromSeconds(2);
        var first = beforeEnd > TimeSpan.Zero && beforeEnd < TimeSpan.FromMinutes(1) ? beforeEnd : TimeSpan.FromMinutes(1);
        return time.CreateTimer(_ => store.BetweenCommits(version => queue.TryWrite(new WatchItem(null, version))), null, first, TimeSpan.FromMinutes(1));
    }

    private static async Task WriteErrorAsync(PipeWriter writer, StatusException refusal, CancellationToken cancellationToken) =>
        await writer.WriteAsync(Encoding.UTF8.GetBytes($"{{\"type\":\"ERROR\",\"object\":{refusal.ToStatus().ToJsonString()}}}\n"), cancellationToken);
}
