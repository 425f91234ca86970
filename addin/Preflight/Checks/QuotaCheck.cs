using System.Globalization;
using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Preflight.Capacity;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Readiness;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the quotas of the mesh namespace leave room for what the plan adds.</summary>
internal static class QuotaCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "quota";

    /// <summary>Adds up and compares. A quota with scopes counts only some pods, which cannot be told before they are there, and is left out.</summary>
    /// <param name="facts">The live quotas and limit ranges of the namespace.</param>
    /// <param name="changes">The plan.</param>
    /// <param name="ns">The mesh namespace.</param>
    public static Finding Check(ClusterFacts facts, IReadOnlyList<PlannedChange> changes, string ns)
    {
        var use = QuotaUse.Of(changes, ns);
        var quotas = facts.Quotas.Where(quota => quota["spec"]?["scopes"] is null && quota["spec"]?["scopeSelector"] is null).ToList();
        var exceeded =
            (from quota in quotas
             from limit in quota.At("spec", "hard") as JsonObject ?? []
             let more = use.GetValueOrDefault(limit.Key)
             let hard = Quantity.ToNumber(limit.Value)
             let used = Quantity.ToNumber(quota.At("status", "used", limit.Key))
             where more > 0 && used + more > hard
             select $"{limit.Key} of {quota.Name()}: {Text(limit.Key, used)} of {Text(limit.Key, hard)} used, {Text(limit.Key, more)} more wanted").ToList();
        var silent = Silent(quotas, facts.LimitRanges, changes, ns).ToList();
        if (exceeded.Count > 0 || silent.Count > 0)
        {
            return Finding.Warning(
                Id,
                exceeded.Count > 0
                    ? $"The quota of namespace {ns} leaves too little for what the plan adds: {Counted.Of(exceeded.Count, "limit")} exceeded."
                    : $"The quota of namespace {ns} obliges every container to say what it needs, which not all of the plan do.",
                $"Ask for more, or make room, and have a LimitRange give defaults: kubectl describe quota,limits -n {ns}",
                [.. exceeded.ToBounded(), .. silent.ToBounded()]);
        }

        return Finding.Passed(Id, quotas.Count == 0 ? $"No quota limits namespace {ns}." : $"{Counted.Of(quotas.Count, "quota")} of namespace {ns}, with room for what the plan adds.");
    }

    // A quota on requests or limits refuses pods whose containers have none, unless a LimitRange gives them some.
    private static IEnumerable<string> Silent(List<JsonObject> quotas, IReadOnlyList<JsonObject> limitRanges, IReadOnlyList<PlannedChange> changes, string ns) =>
        from name in quotas.SelectMany(quota => quota.At("spec", "hard") as JsonObject ?? []).Select(limit => limit.Key).Distinct(StringComparer.Ordinal)
        let resource = name.Split('.')[^1]
        where resource is "cpu" or "memory" && (name == resource || name.StartsWith("requests.", StringComparison.Ordinal) || name.StartsWith("limits.", StringComparison.Ordinal))
        let kind = name.StartsWith("limits.", StringComparison.Ordinal) ? "limits" : "requests"
        where !limitRanges.Any(range => range.Objects("spec", "limits").Any(limit => limit.Text("type") == "Container" && (limit.At("default", resource) ?? (kind == "requests" ? limit.At("defaultRequest", resource) : null)) is not null))
        let workloads = Demand.Of(changes).Where(demand => demand.Subject.Namespace == ns && demand.Pod.Objects("containers").Any(container => (container.At("resources", kind, resource) ?? container.At("resources", "limits", resource)) is null)).ToList()
        where workloads.Count > 0
        select $"{name}: {Counted.Of(workloads.Count, "workload")} with a container that has no {kind}.{resource}: {workloads.Select(demand => demand.Subject.Name).ToBoundedList()}";

    private static string Text(string name, decimal amount) => name.EndsWith("memory", StringComparison.Ordinal)
        ? $"{(amount / (1024 * 1024)).ToString("0", CultureInfo.InvariantCulture)}Mi"
        : amount.ToString("0.##", CultureInfo.InvariantCulture);
}
