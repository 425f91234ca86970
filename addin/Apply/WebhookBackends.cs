using System.Text.Json.Nodes;
using Cake.Istio.Cluster;

namespace Cake.Istio.Apply;

/// <summary>Knows which Services answer webhooks, and whether anything answers for them.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="deadline">The run's clock.</param>
/// <param name="patience">How long an endpoint is waited for.</param>
internal sealed class WebhookBackends(ClusterConnection cluster, RunDeadline deadline, TimeSpan patience)
{
    /// <summary>Waits until each Service behind a webhook that newly refuses has a ready endpoint.</summary>
    /// <param name="change">The webhook configuration.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>Null, or the Service that has none in time.</returns>
    public async Task<string?> UnansweredAsync(PlannedChange change, CancellationToken cancel)
    {
        foreach (var (ns, name) in Services(change.Body, change.Live))
        {
            using var waiting = deadline.Waiting($"an endpoint of Service {ns}/{name}, which answers {change.Subject}");
            using var limit = new CancellationTokenSource(patience, deadline.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
            try
            {
                await Polling.UntilAsync(() => HasEndpointAsync(ns, name, either.Token), deadline.Time, either.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                return $"Service {ns}/{name}";
            }
        }

        return null;
    }

    /// <summary>The Services of the webhooks that would refuse when nobody answers, and do not do so already.</summary>
    internal static IReadOnlyList<(string Namespace, string Name)> Services(JsonObject body, JsonObject? live)
    {
        var already = Refusing(live ?? []).ToHashSet();
        return [.. Refusing(body).Where(webhook => !already.Contains(webhook)).Select(webhook => (webhook.Namespace, webhook.Service)).Distinct()];
    }

    private static IEnumerable<(string? Name, string Namespace, string Service)> Refusing(JsonObject configuration) =>
        from webhook in (configuration["webhooks"] as JsonArray ?? []).OfType<JsonObject>()
        where (string?)webhook["failurePolicy"] is null or "Fail"
        let service = webhook["clientConfig"]?["service"]
        where service is not null
        select ((string?)webhook["name"], (string?)service["namespace"] ?? "", (string?)service["name"] ?? "");

    private async Task<bool> HasEndpointAsync(string ns, string name, CancellationToken cancel)
    {
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        if (discovery.Find("discovery.k8s.io/v1", "EndpointSlice") is { } slices)
        {
            var list = await cluster.ListAsync(slices, ns, new() { LabelSelector = $"kubernetes.io/service-name={name}" }, cancel);
            // Not ready is written out; a condition that is left out counts as ready (EndpointSlice API).
            return list.Items.SelectMany(slice => slice["endpoints"] as JsonArray ?? []).Any(endpoint => (bool?)endpoint?["conditions"]?["ready"] != false);
        }

        var endpoints = await cluster.GetAsync(discovery.Find("v1", "Endpoints")!, ns, name, cancel);
        return (endpoints?["subsets"] as JsonArray ?? []).Any(subset => subset?["addresses"] is JsonArray { Count: > 0 });
    }
}
