using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Verification.Checks;

namespace Cake.Istio.Verification;

/// <summary>
/// Gives the control plane the moment that it needs, after its rollout, to write its certificate into its webhooks.
/// Whether it has done so is for <see cref="WebhooksCheck"/> to say.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="time">The clock.</param>
/// <param name="seen">What was listed just now, or null.</param>
internal sealed class BundleWait(ClusterConnection cluster, TimeProvider time, LiveObjects? seen)
{
    // The control plane fills its bundles within seconds of becoming ready; longer means that it cannot.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Returns once every webhook of the release has a bundle, or when the time is over.</summary>
    public async Task WaitAsync(IReadOnlyList<DesiredObject> desired, CancellationToken cancel)
    {
        var places = desired.Where(item => item.Resource is not null && WebhooksCheck.Kinds.Contains(item.Subject.Kind)).GroupBy(item => item.Resource!);
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            foreach (var place in places.Where(place => seen?.Covers((place.Key, null)) != true || WebhooksCheck.Untrusted(seen.OfKind(place.Key.Group, place.Key.Kind)).Any()))
                await WaitAsync(place.Key, [.. place.Select(item => item.Subject.Name)], either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The time is over; the check names the webhooks that are still without a bundle.
        }
    }

    private async Task WaitAsync(ApiResource resource, HashSet<string> names, CancellationToken cancel)
    {
        while (true)
        {
            var list = await cluster.ListAsync(resource, null, null, cancel);
            var live = list.Items.Select(item => (Name: (string?)item["metadata"]?["name"] ?? "", Item: item))
                .Where(entry => names.Contains(entry.Name))
                .ToDictionary(entry => entry.Name, entry => entry.Item, StringComparer.Ordinal);
            if (!WebhooksCheck.Untrusted(live.Values).Any())
                return;
            await foreach (var change in cluster.WatchAsync(resource, null, list.ResourceVersion, null, cancel))
            {
                if ((string?)change.Json["metadata"]?["name"] is { } name && live.ContainsKey(name))
                    live[name] = change.Json;
                if (!WebhooksCheck.Untrusted(live.Values).Any())
                    return;
            }
        }
    }
}
