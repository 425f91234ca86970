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

    /// <summary>Adds up and compares.</summary>
    /// <param name="facts">The live quotas and limit ranges of the namespace.</param>
    /// <param name="changes">The plan.</param>
    /// <param name="ns">The mesh namespace.</param>
    public static Finding Check(ClusterFacts facts, IReadOnlyList<PlannedChange> changes, string ns)
    {
        var (quotas, demands) = (facts.Quotas, Demand.Of(changes, ns, facts.LimitRanges).Where(demand => demand.Subject.Namespace == ns).ToList());
        var exceeded =
            (from quota in quotas
             let use = QuotaUse.Of(quota, changes, demands)
             from limit in quota.At("spec", "hard") as JsonObject ?? []
             let more = use.GetValueOrDefault(limit.Key)
             let hard = Quantity.ToNumber(limit.Value)
             let used = Quantity.ToNumber(quota.At("status", "used", limit.Key))
             where more > 0 && used + more > hard
             select $"{limit.Key} of {quota.Name()}: {Text(limit.Key, used)} of {Text(limit.Key, hard)} used, {Text(limit.Key, more)} more wanted").ToList();
        var silent = quotas.SelectMany(quota => Silent(quota, demands)).Distinct(StringComparer.Ordinal).ToList();
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

    // A quota on requests or limits refuses pods whose containers have none, once a LimitRange has given them defaults.
    private static IEnumerable<string> Silent(JsonObject quota, IReadOnlyList<Demand> demands) =>
        from limit in quota.At("spec", "hard") as JsonObject ?? []
        let name = limit.Key
        let resource = name.Split('.')[^1]
        let kind = name == $"limits.{resource}" ? "limits" : "requests"
        where PodAmounts.Resources.Contains(resource) && (name == resource || name == $"{kind}.{resource}")
        let workloads = demands.Where(demand => QuotaScope.Counts(quota, demand.Pod) && demand.Pod.Objects("containers").Any(container => !Says(container, kind, resource))).ToList()
        where workloads.Count > 0
        select $"{name}: {Counted.Of(workloads.Count, "workload")} with a container that has no {kind}.{resource}: {workloads.Select(demand => demand.Subject.Name).ToBoundedList()}";

    // What is limited and says no more requests that.
    private static bool Says(JsonObject container, string kind, string resource) =>
        container.At("resources", kind, resource) is not null || (kind == "requests" && container.At("resources", "limits", resource) is not null);

    private static string Text(string name, decimal amount) => name.EndsWith("memory", StringComparison.Ordinal)
        ? $"{(amount / (1024 * 1024)).ToString("0", CultureInfo.InvariantCulture)}Mi"
        : amount.ToString("0.##", CultureInfo.InvariantCulture);
}
