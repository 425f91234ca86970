using System.Text.Json.Nodes;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Capacity;

/// <summary>Which pods a quota with scopes counts, as far as their template tells, which is all that the server goes by.</summary>
/// <remarks>Source: Kubernetes, resource quotas, quota scopes.</remarks>
internal static class QuotaScope
{
    private static readonly string[] Affinities = ["requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"];

    /// <summary>Whether a quota counts only some pods.</summary>
    public static bool IsScoped(JsonObject quota) => Terms(quota).Any();

    /// <summary>Whether a quota counts a pod.</summary>
    /// <param name="quota">The quota.</param>
    /// <param name="pod">The pod's <c>spec</c>, with the defaults of the namespace's limit ranges.</param>
    public static bool Counts(JsonObject quota, JsonObject pod) => Terms(quota).All(term => Holds(term, pod));

    private static IEnumerable<JsonObject> Terms(JsonObject quota) =>
        (quota.At("spec", "scopes") as JsonArray ?? []).Select(scope => new JsonObject { ["scopeName"] = scope.Text(), ["operator"] = "Exists" })
            .Concat(quota.Objects("spec", "scopeSelector", "matchExpressions"));

    private static bool Holds(JsonObject term, JsonObject pod) => term.Text("scopeName") switch
    {
        "Terminating" => pod.At("activeDeadlineSeconds") is not null,
        "NotTerminating" => pod.At("activeDeadlineSeconds") is null,
        "BestEffort" => IsBestEffort(pod),
        "NotBestEffort" => !IsBestEffort(pod),
        "PriorityClass" => HasPriority(term, pod.Text("priorityClassName")),
        "CrossNamespacePodAffinity" => HasAffinityElsewhere(pod),
        _ => false,
    };

    private static bool IsBestEffort(JsonObject pod) => !pod.Objects("containers").Concat(pod.Objects("initContainers")).Any(container =>
        PodAmounts.Resources.Any(resource => container.At("resources", "requests", resource) is not null || container.At("resources", "limits", resource) is not null));

    private static bool HasPriority(JsonObject term, string? priority)
    {
        var isListed = (term["values"] as JsonArray ?? []).Any(value => value.Text() == priority);
        return term.Text("operator") switch
        {
            "In" => priority is not null && isListed,
            "NotIn" => priority is null || !isListed,
            "DoesNotExist" => priority is null,
            _ => priority is not null,
        };
    }

    private static bool HasAffinityElsewhere(JsonObject pod) => new[] { "podAffinity", "podAntiAffinity" }
        .SelectMany(kind => Affinities.SelectMany(when => pod.Objects("affinity", kind, when)))
        .Select(term => term["podAffinityTerm"] as JsonObject ?? term)
        .Any(term => term["namespaces"] is JsonArray { Count: > 0 } || term["namespaceSelector"] is not null);
}
