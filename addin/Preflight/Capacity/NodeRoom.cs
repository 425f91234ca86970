using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Capacity;

/// <summary>What a node that takes new pods has.</summary>
/// <param name="Name">The node.</param>
/// <param name="Allocatable">What it has for pods at all.</param>
/// <param name="Free">What is left of it after the requests of the pods on it.</param>
/// <param name="Places">How many more pods it takes, however small.</param>
internal sealed record NodeRoom(string Name, Amount Allocatable, Amount Free, int Places)
{
    // The kubelet's default of maxPods.
    private const int DefaultPlaces = 110;

    /// <summary>The nodes that are ready and take pods without special tolerations.</summary>
    public static IReadOnlyList<NodeRoom> Of(IEnumerable<JsonObject> nodes, IEnumerable<PodSummary> pods)
    {
        var used = pods.Where(pod => pod is { IsDone: false, Node: not null })
            .GroupBy(pod => pod.Node!, StringComparer.Ordinal)
            .ToDictionary(node => node.Key, node => (Pods: node.Count(), Requests: node.Aggregate(default(Amount), (sum, pod) => sum + pod.Requests)), StringComparer.Ordinal);
        return
        [
            .. from node in nodes
               where TakesPods(node)
               let allocatable = Amount.Of(node.At("status", "allocatable"))
               let taken = used.GetValueOrDefault(node.Name())
               let places = node.At("status", "allocatable", "pods") is { } most ? (int)Quantity.ToNumber(most) : DefaultPlaces
               select new NodeRoom(node.Name(), allocatable, (allocatable - taken.Requests).AtLeastZero(), Math.Max(0, places - taken.Pods)),
        ];
    }

    private static bool TakesPods(JsonObject node) =>
        !node.Flag("spec", "unschedulable")
        && node.Text("metadata", "labels", "kubernetes.io/os") is null or "linux"
        && node.Condition("Ready") is not { Status: not "True" }
        && !node.Objects("spec", "taints").Any(taint => taint.Text("effect") is "NoSchedule" or "NoExecute");
}
