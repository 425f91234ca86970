using System.Text.Json.Nodes;
using Cake.Istio.Reporting;

namespace Cake.Istio.Verification.Checks;

/// <summary>
/// Every webhook of the cluster that calls a Service in the mesh namespace finds it, whoever made the configuration: galley of 1.0 to 1.4 makes its own at
/// run time, and one that outlives its Service refuses mesh configuration for good.
/// </summary>
internal static class WebhookServicesCheck
{
    public static IEnumerable<Finding> Run(MeshSnapshot mesh)
    {
        var ns = mesh.Settings.Namespace;
        var services = mesh.Live.OfKind("", "Service", ns).Select(service => (string?)service["metadata"]?["name"]).ToHashSet(StringComparer.Ordinal);
        var all =
            (from kind in WebhooksCheck.Kinds
             from configuration in mesh.Live.OfKind(WebhooksCheck.Group, kind)
             from webhook in (configuration["webhooks"] as JsonArray ?? []).OfType<JsonObject>()
             select (kind, configuration, webhook)).ToList();
        var webhooks =
            (from item in all
             let webhook = item.webhook
             let service = webhook["clientConfig"]?["service"]
             where (string?)service?["namespace"] == ns
             select (Kind: item.kind, Configuration: (string?)item.configuration["metadata"]?["name"], Name: (string?)webhook["name"], Service: (string?)service?["name"], Refuses: (string?)webhook["failurePolicy"] != "Ignore")).ToList();
        var dead = webhooks.Where(webhook => !services.Contains(webhook.Service)).OrderByDescending(webhook => webhook.Refuses).ToList();
        // Only the server can call them, from where it is.
        var urls = all.Count(item => item.webhook["clientConfig"]?["url"] is not null);
        var unjudged = urls == 0 ? "" : $"; {Counted.Of(urls, "webhook")} of the cluster with a URL in place of a Service cannot be judged from here";
        if (dead.Count == 0)
        {
            if (webhooks.Count > 0)
                yield return Finding.Passed("webhooks-answered", $"{webhooks.Count} of {webhooks.Count} webhooks that call namespace {ns} find their Service{unjudged}");
            yield break;
        }

        var title = $"{dead.Count} of {webhooks.Count} webhooks that call namespace {ns} find no Service there{unjudged}";
        var hint = $"Delete what an earlier control plane left: kubectl delete {dead[0].Kind.ToLowerInvariant()} {dead[0].Configuration}";
        var evidence = dead.Select(webhook => $"{webhook.Kind} {webhook.Configuration}: webhook {webhook.Name} {(webhook.Refuses ? "refuses what it is asked about" : "is passed over")}, because Service {ns}/{webhook.Service} does not exist");
        yield return dead[0].Refuses ? Finding.Failed("webhooks-answered", title, hint, evidence) : Finding.Warning("webhooks-answered", title, hint, evidence);
    }
}
