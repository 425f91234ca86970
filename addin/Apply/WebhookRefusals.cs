using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Apply;

/// <summary>Finds out whose webhook refuses a write because it cannot be called, and the way out.</summary>
internal sealed class WebhookRefusals(ClusterConnection cluster)
{
    private static readonly string[] Kinds = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

    private readonly Lock _lock = new();
    private Task<IReadOnlyList<JsonObject>>? _configurations;

    /// <summary>Why the server refuses an object, with the webhook's configuration where a webhook is the reason.</summary>
    /// <param name="status">The server's answer.</param>
    /// <param name="exists">Whether the object exists.</param>
    /// <param name="cancel">Ends the requests.</param>
    public async Task<Refusal> OfAsync(ApiStatus status, bool exists, CancellationToken cancel) =>
        WebhookFailure.Read(status) is { } failure ? await OfAsync(failure, cancel) : Refusal.Of(status, exists);

    /// <summary>Why a webhook that cannot be called refuses.</summary>
    /// <param name="failure">The webhook.</param>
    /// <param name="cancel">Ends the requests.</param>
    public async Task<Refusal> OfAsync(WebhookFailure failure, CancellationToken cancel)
    {
        var found = (await ConfigurationsAsync(cancel)).Select(item => (Item: item, Index: IndexIn(item, failure))).FirstOrDefault(entry => entry.Index >= 0);
        if (found.Item is null)
            return new(ErrorCode.WebhookUnanswered, $"webhook {failure.Webhook} refuses it, because {Cause(failure)}", ClusterErrors.HintAbout(failure, cluster.Target));
        var (kind, name) = ((string?)found.Item["kind"], (string?)found.Item["metadata"]?["name"]);
        var (kubectl, resource) = (cluster.Target.Kubectl, kind!.ToLowerInvariant());
        return new(
            ErrorCode.WebhookUnanswered,
            $"webhook {failure.Webhook} of {kind} {name} refuses it, because {Cause(failure)}",
            $"Bring back what answers for {failure.Backend}; or, if its owner is gone, delete the configuration: {kubectl} delete {resource} {name}; or let writes pass without it: "
                + $"{kubectl} patch {resource} {name} --type=json -p='[{{\"op\":\"replace\",\"path\":\"/webhooks/{found.Index}/failurePolicy\",\"value\":\"Ignore\"}}]'");
    }

    private static string Cause(WebhookFailure failure) => $"{failure.Backend} cannot be asked: {failure.Why}";

    // Names are not unique between configurations, so the Service or the URL decides where the server names it.
    private static int IndexIn(JsonObject configuration, WebhookFailure failure)
    {
        var webhooks = (configuration["webhooks"] as JsonArray ?? []).ToList();
        return webhooks.FindIndex(webhook => (string?)webhook?["name"] == failure.Webhook
            && IsCalled(webhook?["clientConfig"], failure));
    }

    private static bool IsCalled(JsonNode? client, WebhookFailure failure) => failure.Service is { } service
        ? (string?)client?["service"]?["namespace"] == service.Namespace && (string?)client?["service"]?["name"] == service.Name
        : failure.Url is not { } url || ((string?)client?["url"])?.Split('?')[0] == url;

    private Task<IReadOnlyList<JsonObject>> ConfigurationsAsync(CancellationToken cancel)
    {
        lock (_lock)
            return _configurations ??= ReadAsync(cancel);
    }

    private async Task<IReadOnlyList<JsonObject>> ReadAsync(CancellationToken cancel)
    {
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        var resources = Kinds.Select(kind => discovery.PreferredFor("admissionregistration.k8s.io", kind)).OfType<ApiResource>();
        try
        {
            return [.. (await Task.WhenAll(resources.Select(resource => cluster.ListIfServedAsync(resource, null, null, cancel)))).SelectMany(list => list)];
        }
        catch (ApiException refusal) when (refusal.Status.Code == 403)
        {
            // The server's own words name the webhook.
            return [];
        }
    }
}
