using Cake.Istio.Preflight.Capacity;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the nodes have room for the mesh's pods: for all of them together, and for each on one node.</summary>
internal static class CapacityCheck
{
    /// <summary>The id of the finding about all pods together.</summary>
    public const string TotalId = "capacity-total";

    /// <summary>The id of the finding about single pods.</summary>
    public const string LargestPodId = "capacity-largest-pod";

    private const string Hint = "Add nodes or free some, or choose a smaller mesh (--profile, from Istio 1.6 on). Pods that fit nowhere stay Pending.";

    /// <summary>Compares what is asked with what is free.</summary>
    public static IReadOnlyList<Finding> Check(IReadOnlyList<Demand> demands, IReadOnlyList<NodeRoom> nodes)
    {
        var growing = demands.Where(demand => demand.More != default || demand.Pods > 0).ToList();
        if (growing.Count == 0)
            return [Finding.Passed(TotalId, "The plan asks for nothing more than what runs.")];
        if (nodes.Count == 0)
            return [Finding.Warning(TotalId, "No node is ready and takes pods.", "Look at them with: kubectl get nodes")];
        return [CheckTotal(growing, nodes), CheckLargest(growing, nodes)];
    }

    private static Finding CheckTotal(List<Demand> demands, IReadOnlyList<NodeRoom> nodes)
    {
        var more = demands.Aggregate(default(Amount), (sum, demand) => sum + (demand.More * (demand.OnEveryNode ? nodes.Count : 1)));
        var free = nodes.Aggregate(default(Amount), (sum, node) => sum + node.Free);
        var pods = demands.Sum(demand => demand.Pods * (demand.OnEveryNode ? nodes.Count : 1));
        var title = $"{Counted.Of(pods, "more pod")} with requests of {more}; {Counted.Of(nodes.Count, "node")} with {free} free";
        var places = nodes.Sum(node => node.Places);
        if (pods > places)
            title += $" and places for {Counted.Of(places, "pod")}";
        return more.FitsIn(free) && pods <= places
            ? Finding.Passed(TotalId, $"{title}.")
            : Finding.Warning(TotalId, $"{title}, which is too little.", Hint, nodes.Select(node => $"{node.Name}: {node.Free} free of {node.Allocatable}, {Counted.Of(node.Places, "place")} for pods").ToBounded());
    }

    private static Finding CheckLargest(List<Demand> demands, IReadOnlyList<NodeRoom> nodes)
    {
        var unfit = demands.Where(demand => !nodes.Any(node => demand.PerPod.FitsIn(node.Free))).ToList();
        var largest = (unfit.Count == 0 ? demands : unfit).MaxBy(demand => (demand.PerPod.Memory, demand.PerPod.Cpu))!;
        var node = nodes.MaxBy(node => (node.Free.Memory, node.Free.Cpu))!;
        var title = $"The largest pod, of {largest.Subject}, requests {largest.PerPod}; the node with most memory free, {node.Name}, has {node.Free}";
        return unfit.Count == 0
            ? Finding.Passed(LargestPodId, $"{title}.")
            : Finding.Warning(
                LargestPodId,
                $"{title}. {Counted.Of(unfit.Count, "workload")} with pods that fit on no node.",
                Hint,
                unfit.Select(demand => $"{demand.Subject} requests {demand.PerPod} per pod{(nodes.Any(room => demand.PerPod.FitsIn(room.Allocatable)) ? "" : ", more than any node has even when empty")}").ToBounded());
    }
}
