using System.Text.Json.Nodes;

namespace Cake.Istio.Apply.Removal;

/// <summary>What the control planes of all eras make at run time. It would outlive them: a webhook that nobody answers, keys that nobody renews.</summary>
internal static class RuntimeObjects
{
    private static readonly string[] Elections =
    [
        "istio-leader", "istio-gateway-leader", "istio-gateway-status-leader", "istio-gateway-deployment", "istio-status-leader", "istio-analyze-leader",
        "istio-namespace-controller-election", "istio-validation-controller-election", "istio-ingress-status",
    ];

    /// <summary>The table. An object that is not there is simply not found, so that it need not be split by release.</summary>
    public static IReadOnlyList<RuntimeObject> All { get; } =
    [
        // 1.0 to 1.4; the file that galley makes it from is in a ConfigMap of the release. Its owner is a Deployment (to 1.2) or the namespace, so nothing collects it.
        new("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "galley", false, item => Name(item) == "istio-galley", Workload: "istio-galley")
        {
            IsAsMade = item => Webhooks(item).All(webhook => (string?)webhook["clientConfig"]?["service"]?["name"] == "istio-galley"),
        },
        // 1.0 to 1.5: a key and certificate for every service account of the cluster, and the authority's own.
        new("v1", "Secret", "citadel", true, item => (string?)item["type"] == "istio.io/key-and-cert", "type=istio.io/key-and-cert"),
        new("v1", "Secret", "citadel or istiod", false, item => Name(item) == "istio-ca-secret") { IsAsMade = item => (string?)item["type"] == "istio.io/ca-root" },
        new("v1", "ConfigMap", "citadel", false, item => Name(item) == "istio-security" && Label(item, "app") is null) { IsAsMade = item => item["data"]?["caTLSRootCert"] is not null },
        // From 1.5 on.
        new("v1", "ConfigMap", "istiod", true, item => Name(item) == "istio-ca-root-cert" && Label(item, "istio.io/config") == "true", "metadata.name=istio-ca-root-cert"),
        // Who is elected stands in an annotation.
        new("v1", "ConfigMap", "istiod", false, item => Elections.Contains(Name(item), StringComparer.Ordinal)) { IsAsMade = item => item["data"] is not JsonObject { Count: > 0 } },
        new("coordination.k8s.io/v1", "Lease", "istiod", false, item => Elections.Contains(Name(item), StringComparer.Ordinal)),
    ];

    /// <summary>Whether a deletion is of something that its maker puts back as long as it runs.</summary>
    public static bool ComesBack(PlannedChange deletion) => All.Any(row => row.Workload is not null && row.Kind == deletion.Subject.Kind && deletion.Live is { } live && row.IsIt(live));

    /// <summary>Whether a deletion is of something that the control plane of another mesh may make as well.</summary>
    public static bool AnotherMayMake(PlannedChange deletion) => All.Any(row => row.Workload is null && row.Kind == deletion.Subject.Kind && deletion.Live is { } live && row.IsIt(live));

    /// <summary>Whether an object is one of these, and not somebody else's under its name.</summary>
    public static bool Have(string kind, JsonObject item) => All.Any(row => row.Kind == kind && row.IsIt(item) && row.Obstacle(item) is null);

    private static IEnumerable<JsonObject> Webhooks(JsonObject item) => (item["webhooks"] as JsonArray ?? []).OfType<JsonObject>();

    private static string Name(JsonObject item) => (string?)item["metadata"]?["name"] ?? "";

    private static string? Label(JsonObject item, string name) => (string?)item["metadata"]?["labels"]?[name];
}
