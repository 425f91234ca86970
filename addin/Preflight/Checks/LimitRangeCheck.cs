using Cake.Istio.Apply;
using Cake.Istio.Preflight.Capacity;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the limit ranges of the mesh namespace let the plan's pods in.</summary>
internal static class LimitRangeCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "limit-ranges";

    /// <summary>Compares what containers and pods ask with the least and the most that is allowed.</summary>
    /// <param name="facts">The live limit ranges of the namespace.</param>
    /// <param name="changes">The plan.</param>
    /// <param name="ns">The mesh namespace.</param>
    public static Finding Check(ClusterFacts facts, IReadOnlyList<PlannedChange> changes, string ns)
    {
        var refused =
            (from demand in Demand.Of(changes, ns, facts.LimitRanges)
             where demand.Subject.Namespace == ns
             let reasons = LimitRanges.Violations(demand.Pod, facts.LimitRanges).Distinct(StringComparer.Ordinal).ToList()
             where reasons.Count > 0
             select $"{demand.Subject}: {reasons.ToBoundedList(3)}").ToList();
        if (refused.Count > 0)
            return Finding.Warning(Id, $"The limit ranges of namespace {ns} refuse the pods of {Counted.Of(refused.Count, "workload")}.", $"Change them, or leave the namespace without: kubectl edit limitranges -n {ns}", refused.ToBounded());
        return Finding.Passed(Id, facts.LimitRanges.Count == 0 ? $"Namespace {ns} has no limit range." : $"{Counted.Of(facts.LimitRanges.Count, "limit range")} of namespace {ns}, within which every pod of the plan is.");
    }
}
