using System.Numerics;

namespace Cake.Istio.Sandbox.Controllers.Scheduling;

/// <summary>Whether a node has room for a Pod beside those it has.</summary>
internal static class NodeResources
{
    /// <summary>What the node lacks, in kube-scheduler's words.</summary>
    public static IReadOnlyList<string> Missing(JsonObject pod, JsonObject node, IReadOnlyList<JsonObject> bound)
    {
        var missing = new List<string>();
        var free = ResourceAmounts.Read(node.At("status", "allocatable"));
        if (new BigInteger(bound.Count) * 1_000_000_000 >= free.GetValueOrDefault("pods"))
            missing.Add("Too many pods");
        foreach (var (name, amount) in bound.SelectMany(other => ResourceAmounts.OfPod(other, "requests")))
            free[name] = free.GetValueOrDefault(name) - amount;
        missing.AddRange(ResourceAmounts.OfPod(pod, "requests")
            .Where(request => request.Value > BigInteger.Zero && request.Value > free.GetValueOrDefault(request.Key))
            .Select(request => $"Insufficient {request.Key}"));
        return missing;
    }
}
