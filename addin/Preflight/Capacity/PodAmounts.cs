using System.Text.Json.Nodes;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Capacity;

/// <summary>What the scheduler sets aside for a pod.</summary>
/// <remarks>Source: Kubernetes, resource sharing within containers, and KEP-753 for init containers that go on running; KEP-2837 for amounts of the whole pod.</remarks>
internal static class PodAmounts
{
    /// <summary>The resources that are looked at.</summary>
    public static IReadOnlyList<string> Resources { get; } = ["cpu", "memory"];

    /// <summary>The requests of a pod; of a container without requests its limits, as the API server defaults them.</summary>
    /// <param name="pod">The pod's or the template's <c>spec</c>.</param>
    public static Amount Requests(JsonNode? pod)
    {
        var whole = Amount.Of(pod.At("resources", "requests"));
        var sum = OfContainers(pod, RequestsOf);
        return new Amount(whole.Cpu > 0 ? whole.Cpu : sum.Cpu, whole.Memory > 0 ? whole.Memory : sum.Memory) + Amount.Of(pod.At("overhead"));
    }

    /// <summary>The limits of a pod.</summary>
    /// <param name="pod">The pod's or the template's <c>spec</c>.</param>
    public static Amount Limits(JsonNode? pod) => OfContainers(pod, container => Amount.Of(container.At("resources", "limits")));

    private static Amount OfContainers(JsonNode? pod, Func<JsonObject, Amount> of)
    {
        var running = pod.Objects("containers").Aggregate(default(Amount), (sum, container) => sum + of(container));
        var sidecars = default(Amount);
        var starting = default(Amount);
        foreach (var container in pod.Objects("initContainers"))
        {
            if (container.Text("restartPolicy") == "Always")
                sidecars += of(container);
            starting = Amount.Max(starting, container.Text("restartPolicy") == "Always" ? sidecars : sidecars + of(container));
        }

        return Amount.Max(running + sidecars, starting);
    }

    private static Amount RequestsOf(JsonObject container)
    {
        var (requests, limits) = (container.At("resources", "requests"), container.At("resources", "limits"));
        var (asked, limited) = (Amount.Of(requests), Amount.Of(limits));
        return new(requests.At("cpu") is null ? limited.Cpu : asked.Cpu, requests.At("memory") is null ? limited.Memory : asked.Memory);
    }
}
