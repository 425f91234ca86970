using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Capacity;

/// <summary>What the limit ranges of a namespace make of a pod when it is admitted.</summary>
/// <remarks>Source: kube-apiserver, admission plugin LimitRanger; it looks at a pod after the API's own defaults, by which limits are requests too.</remarks>
internal static class LimitRanges
{
    /// <summary>A pod with the defaults for containers that do not say what they need; itself where there are none.</summary>
    /// <param name="pod">The pod's <c>spec</c>.</param>
    /// <param name="ranges">The namespace's limit ranges.</param>
    public static JsonObject Defaulted(JsonObject pod, IReadOnlyList<JsonObject> ranges)
    {
        if (ranges.Count == 0)
            return pod;
        pod = (JsonObject)pod.DeepClone();
        foreach (var container in pod.Objects("containers").Concat(pod.Objects("initContainers")))
        {
            Fill(container, "requests", container.At("resources", "limits"));
            foreach (var limit in Limits(ranges, "Container"))
            {
                Fill(container, "limits", limit["default"]);
                Fill(container, "requests", limit["defaultRequest"]);
            }
        }

        return pod;
    }

    /// <summary>Why the limit ranges refuse a pod, with the defaults filled in.</summary>
    /// <param name="pod">The pod's <c>spec</c>.</param>
    /// <param name="ranges">The namespace's limit ranges.</param>
    public static IEnumerable<string> Violations(JsonObject pod, IReadOnlyList<JsonObject> ranges) =>
        (from limit in Limits(ranges, "Container")
         from container in pod.Objects("containers").Concat(pod.Objects("initContainers"))
         from resource in PodAmounts.Resources
         from reason in Reasons(limit, resource, Value(container.At("resources", "requests", resource)), Value(container.At("resources", "limits", resource)))
         select $"container {container.Text("name")}: {reason}")
        .Concat(
            from limit in Limits(ranges, "Pod")
            from resource in PodAmounts.Resources
            from reason in Reasons(limit, resource, Sum(pod, resource, PodAmounts.Requests), Sum(pod, resource, PodAmounts.Limits))
            select $"the pod: {reason}");

    private static IEnumerable<JsonObject> Limits(IReadOnlyList<JsonObject> ranges, string type) =>
        ranges.SelectMany(range => range.Objects("spec", "limits")).Where(limit => limit.Text("type") == type);

    private static IEnumerable<string> Reasons(JsonObject limit, string resource, decimal? request, decimal? cap)
    {
        if (Value(limit.At("min", resource)) is { } least && (request is null || request < least || cap < least))
            yield return $"less {resource} than the minimum of {limit.At("min", resource)}";
        if (Value(limit.At("max", resource)) is { } most && (cap is null || cap > most || request > most))
            yield return cap is null ? $"no {resource} limit, but a maximum of {limit.At("max", resource)}" : $"more {resource} than the maximum of {limit.At("max", resource)}";
        if (Value(limit.At("maxLimitRequestRatio", resource)) is { } ratio && (request is null or 0 || cap is null || cap / request > ratio))
            yield return $"{resource} limit over request is more than {limit.At("maxLimitRequestRatio", resource)}";
    }

    private static decimal? Value(JsonNode? amount) => amount is null ? null : Quantity.ToNumber(amount);

    private static decimal? Sum(JsonObject pod, string resource, Func<JsonNode?, Amount> of) =>
        (resource == "cpu" ? of(pod).Cpu : of(pod).Memory) is var sum and > 0 ? sum : null;

    private static void Fill(JsonObject container, string field, JsonNode? defaults)
    {
        foreach (var (resource, amount) in defaults as JsonObject ?? [])
        {
            if (container["resources"] is not JsonObject resources)
                container["resources"] = resources = [];
            if (resources[field] is not JsonObject amounts)
                resources[field] = amounts = [];
            if (amounts[resource] is null)
                amounts[resource] = amount?.DeepClone();
        }
    }
}
