using System.Text.Json.Nodes;
using Cake.Istio.Cluster;

namespace Cake.Istio.Apply;

/// <summary>
/// Holds a webhook configuration back until something answers it: one that refuses what it cannot ask (failurePolicy Fail) would stop every
/// pod of the namespaces it watches, and with that what should answer it.
/// </summary>
internal sealed class WebhookBackends(ClusterConnection cluster, RunDeadline deadline, IProgress<ApplyEvent>? progress)
{
    /// <summary>Waits until each service behind a webhook that newly refuses has a ready endpoint.</summary>
    /// <param name="change">The webhook configuration.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task WaitAsync(PlannedChange change, CancellationToken cancel)
    {
        foreach (var (ns, name) in Services(change.Body, change.Live))
        {
            var what = $"an endpoint of Service {ns}/{name}, which answers {change.Subject}";
            using var waiting = deadline.Waiting(what);
            progress?.Report(new ApplyEvent.Waiting(Stage.Webhooks, what));
            await Polling.UntilAsync(() => HasEndpointAsync(ns, name, cancel), deadline.Time, cancel);
        }
    }

    /// <summary>The services of the webhooks that would refuse when nobody answers, and do not do so already.</summary>
    internal static IReadOnlyList<(string Namespace, string Name)> Services(JsonObject body, JsonObject? live)
    {
        var refusing = Refusing(live ?? []).Select(webhook => (string?)webhook["name"]).ToHashSet();
        return
        [
            .. (from webhook in Refusing(body)
                let service = webhook["clientConfig"]?["service"]
                where service is not null && !refusing.Contains((string?)webhook["name"])
                select ((string?)service["namespace"] ?? "", (string?)service["name"] ?? "")).Distinct(),
        ];
    }

    private static IEnumerable<JsonObject> Refusing(JsonObject configuration) =>
        (configuration["webhooks"] as JsonArray ?? []).OfType<JsonObject>().Where(webhook => (string?)webhook["failurePolicy"] is null or "Fail");

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
