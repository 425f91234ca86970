namespace Cake.Istio.Sandbox.Admission.Webhooks;

/// <summary>Decides whether a webhook wants to see a request, and in which version.</summary>
internal sealed class WebhookMatch(IClusterState state, ResourceCatalog catalog)
{
    /// <summary>The API version that the webhook wants the object in; null when it does not want to see it.</summary>
    public string? VersionFor(Webhook webhook, AdmissionRequest request)
    {
        var rules = webhook.Json.Objects("rules").ToArray();
        var version = rules.Any(rule => Matches(rule, request, request.Version)) ? request.Version
            : webhook.MatchesEquivalent ? Equivalents(request).FirstOrDefault(other => rules.Any(rule => Matches(rule, request, other)))
            : null;
        return version is not null && SelectsNamespace(webhook, request) && SelectsObject(webhook, request) ? version : null;
    }

    private IEnumerable<string> Equivalents(AdmissionRequest request) =>
        catalog.All.Where(resource => resource.Key == request.Resource && resource.Version != request.Version).Select(resource => resource.Version);

    private static bool Matches(JsonObject rule, AdmissionRequest request, string version) =>
        Has(rule, "operations", request.Operation.ToString().ToUpperInvariant())
        && Has(rule, "apiGroups", request.Resource.Group)
        && Has(rule, "apiVersions", version)
        && rule.Texts("resources").Any(resource => MatchesResource(resource, request))
        && MatchesScope(rule.Text("scope"), request);

    private static bool Has(JsonObject rule, string list, string value) => rule.Texts(list).Any(item => item == "*" || item == value);

    private static bool MatchesResource(string pattern, AdmissionRequest request)
    {
        var parts = pattern.Split('/', 2);
        return (parts[0] == "*" || parts[0] == request.Resource.Plural)
            && (parts.Length > 1 ? parts[1] == "*" || parts[1] == request.Subresource : request.Subresource is null);
    }

    private static bool MatchesScope(string? scope, AdmissionRequest request) => scope switch
    {
        "Namespaced" => request.Namespace is not null && request.Resource != Resources.Namespaces,
        "Cluster" => request.Namespace is null || request.Resource == Resources.Namespaces,
        _ => true,
    };

    // Cluster-scoped objects are in no namespace, so no selector leaves them out; a Namespace is selected by its own labels.
    private bool SelectsNamespace(Webhook webhook, AdmissionRequest request)
    {
        if (webhook.Json["namespaceSelector"] is not JsonObject { Count: > 0 } selector)
            return true;
        if (request.Resource == Resources.Namespaces)
            return LabelSelector.Matches(selector, (request.Object ?? request.OldObject)?.Labels() ?? new Dictionary<string, string>(StringComparer.Ordinal));
        return request.Namespace is null
            || LabelSelector.Matches(selector, state.Get(Resources.Namespaces, null, request.Namespace)?.Labels() ?? new Dictionary<string, string>(StringComparer.Ordinal));
    }

    private static bool SelectsObject(Webhook webhook, AdmissionRequest request) =>
        webhook.Json["objectSelector"] is not JsonObject { Count: > 0 } selector
        || new[] { request.Object, request.OldObject }.OfType<JsonObject>().Any(value => LabelSelector.Matches(selector, value.Labels()));
}
