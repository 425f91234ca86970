using System.Numerics;

namespace Cake.Istio.Sandbox.Controllers.Objects;

/// <summary>Amounts of resources such as cpu and memory, in billionths of their unit.</summary>
internal static class ResourceAmounts
{
    /// <summary>A quantity; 0 for a text that is none.</summary>
    public static BigInteger Parse(string? text) => text is not null && Quantity.TryParse(text, out var quantity) is null ? quantity.Nanos : BigInteger.Zero;

    /// <summary>A map of quantities.</summary>
    public static Dictionary<string, BigInteger> Read(JsonNode? list) =>
        (list as JsonObject ?? []).ToDictionary(item => item.Key, item => Parse(item.Value.Text()), StringComparer.Ordinal);

    /// <summary>What a Pod asks for: the sum of its containers, or more where an init container needs more by itself.</summary>
    /// <param name="pod">The Pod.</param>
    /// <param name="kind"><c>requests</c> or <c>limits</c>.</param>
    public static Dictionary<string, BigInteger> OfPod(JsonObject pod, string kind)
    {
        var sum = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        var sidecars = pod.Objects("spec", "initContainers").Where(container => container.Text("restartPolicy") == "Always");
        foreach (var container in pod.Objects("spec", "containers").Concat(sidecars))
        {
            foreach (var (name, amount) in Read(container.At("resources", kind)))
                sum[name] = sum.GetValueOrDefault(name) + amount;
        }
        foreach (var container in pod.Objects("spec", "initContainers"))
        {
            foreach (var (name, amount) in Read(container.At("resources", kind)))
                sum[name] = BigInteger.Max(sum.GetValueOrDefault(name), amount);
        }
        return sum;
    }

    /// <summary>An amount as a canonical quantity.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="binary">Whether it is to be written in powers of 1024 where it is a whole number of them, as memory is.</param>
    public static string Write(BigInteger amount, bool binary)
    {
        var kibi = new BigInteger(1024) * 1_000_000_000;
        var text = binary && amount % kibi == 0 ? $"{amount / kibi}Ki" : $"{amount}n";
        return Quantity.TryParse(text, out var quantity) is null ? quantity.ToString() : text;
    }
}
