using System.Numerics;

namespace Cake.Istio.Sandbox.Registry;

/// <summary>The class that a Pod's resources put it in, which decides who is evicted first (qos.ComputePodQOS).</summary>
internal static class PodQualityOfService
{
    /// <summary>Guaranteed when cpu and memory are limited everywhere and requested up to the limits, BestEffort when neither is named, else Burstable.</summary>
    public static string Of(JsonObject pod)
    {
        // What is asked for the Pod as a whole stands for what its containers ask.
        var bearers = pod.At("spec", "resources") is JsonObject
            ? [pod["spec"]!.AsObject()]
            : pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")).ToArray();
        var (requests, limits) = (Sum(bearers, "requests"), Sum(bearers, "limits"));
        if (requests.Count + limits.Count == 0)
            return "BestEffort";
        return bearers.All(bearer => Amounts(bearer, "limits").Count() == 2) && requests.Count == limits.Count && requests.All(limits.Contains) ? "Guaranteed" : "Burstable";
    }

    private static Dictionary<string, BigInteger> Sum(IEnumerable<JsonObject> bearers, string list) => bearers.SelectMany(bearer => Amounts(bearer, list))
        .GroupBy(amount => amount.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Aggregate(BigInteger.Zero, (sum, amount) => sum + amount.Value), StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, BigInteger>> Amounts(JsonObject bearer, string list) =>
        ResourceAmounts.Read(bearer.At("resources", list)).Where(amount => amount.Key is "cpu" or "memory" && amount.Value > BigInteger.Zero);
}
