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
                await Polling.UntilAsync(() => ServiceEndpoints.IsReadyAsync(cluster, ns, name, either.Token), deadline.Time, either.Token);
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
}
