using Cake.Istio.Sandbox.Patches;

namespace Cake.Istio.Sandbox.Admission.Webhooks;

/// <summary>Has the webhooks that match review a request, and does as they say.</summary>
internal sealed class WebhookDispatcher(WebhookList mutating, WebhookList validating, WebhookMatch match, WebhookCaller caller)
{
    private const string Group = "admissionregistration.k8s.io";

    /// <summary>Calls the mutating webhooks one after another, and those that want it once more when a later one changed the object.</summary>
    /// <returns>The object after all patches.</returns>
    /// <exception cref="StatusException">A webhook refused, or could not be called.</exception>
    public async Task<JsonObject?> MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var webhooks = mutating.Current;
        if (webhooks.IsEmpty || request.Resource.Group == Group)
            return request.Object;
        var (again, stale) = (new List<Webhook>(), new HashSet<Webhook>());
        foreach (var webhook in webhooks)
        {
            if (match.VersionFor(webhook, request) is null)
                continue;
            var before = request.Object;
            request = await MutateAsync(webhook, request, cancellationToken);
            if (!ReferenceEquals(before, request.Object))
                stale.UnionWith(again);
            if (webhook.Reinvokes)
                again.Add(webhook);
        }
        foreach (var webhook in again.Where(stale.Contains))
            request = await MutateAsync(webhook, request, cancellationToken);
        return request.Object;
    }

    /// <summary>Calls the validating webhooks, all at once.</summary>
    /// <exception cref="StatusException">A webhook refused, or could not be called.</exception>
    public async Task ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var webhooks = validating.Current;
        if (webhooks.IsEmpty || request.Resource.Group == Group)
            return;
        await Task.WhenAll(webhooks.Select(webhook => ReviewAsync(webhook, request, mutating: false, cancellationToken)));
    }

    private async Task<AdmissionRequest> MutateAsync(Webhook webhook, AdmissionRequest request, CancellationToken cancellationToken)
    {
        var response = await ReviewAsync(webhook, request, mutating: true, cancellationToken);
        if (response.Text("patch") is not { Length: > 0 } encoded)
            return request;
        var patch = JsonNode.Parse(Convert.FromBase64String(encoded)) as JsonArray ?? [];
        if (patch.Count == 0)
            return request;
        if (request.Object is not { } value)
            throw Internal($"admission webhook \"{webhook.Name}\" attempted to modify the object, which is not supported for this operation");
        return request with { Object = JsonPatch.Apply(value, patch) as JsonObject ?? throw Internal($"admission webhook \"{webhook.Name}\" made no object") };
    }

    private async Task<JsonObject?> ReviewAsync(Webhook webhook, AdmissionRequest request, bool mutating, CancellationToken cancellationToken)
    {
        if (match.VersionFor(webhook, request) is not { } version)
            return null;
        if (request.DryRun && !webhook.AllowsDryRun)
            throw WebhookRefusal.NoDryRun(webhook.Name);
        JsonObject response;
        try
        {
            response = await caller.CallAsync(webhook, request, version, mutating, cancellationToken);
        }
        catch (WebhookCallException) when (webhook.IgnoresFailure)
        {
            return null;
        }
        catch (WebhookCallException exception)
        {
            throw WebhookRefusal.NotCalled(webhook.Name, exception.Message);
        }
        foreach (var warning in response.Texts("warnings"))
            request.Warnings.Add(warning);
        return response.Flag("allowed") == true ? response : throw WebhookRefusal.Denied(webhook.Name, response["status"]);
    }

    private static StatusException Internal(string message) => new(System.Net.HttpStatusCode.InternalServerError, "InternalError", $"Internal error occurred: {message}");
}
