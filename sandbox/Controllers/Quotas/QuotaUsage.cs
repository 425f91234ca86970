using System.Numerics;

namespace Cake.Istio.Sandbox.Controllers.Quotas;

/// <summary>What an object uses of a ResourceQuota, by the names in <c>spec.hard</c>, in billionths.</summary>
internal static class QuotaUsage
{
    private static readonly BigInteger One = new(1_000_000_000);
    private static readonly string[] PlainCounts = ["configmaps", "persistentvolumeclaims", "replicationcontrollers", "resourcequotas", "secrets", "services"];

    /// <summary>The usage of one object.</summary>
    public static Dictionary<string, BigInteger> Of(ResourceKey resource, JsonObject value)
    {
        var usage = new Dictionary<string, BigInteger>(StringComparer.Ordinal) { [$"count/{resource}"] = One };
        if (resource.Group.Length == 0 && PlainCounts.Contains(resource.Plural))
            usage[resource.Plural] = One;
        if (resource == Resources.Services)
            AddService(usage, value);
        else if (resource == Resources.Pods && !value.HasEnded())
            AddPod(usage, value);
        return usage;
    }

    /// <summary>The usage of a whole namespace.</summary>
    public static Dictionary<string, BigInteger> Of(IEnumerable<(ResourceKey Resource, JsonObject Value)> content)
    {
        var sum = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        foreach (var (name, amount) in content.SelectMany(item => Of(item.Resource, item.Value)))
            sum[name] = sum.GetValueOrDefault(name) + amount;
        return sum;
    }

    /// <summary>A usage as it is written for a limit.</summary>
    public static string Write(string name, BigInteger amount) => ResourceAmounts.Write(amount, name.EndsWith("memory", StringComparison.Ordinal) || name.EndsWith("storage", StringComparison.Ordinal));

    private static void AddService(Dictionary<string, BigInteger> usage, JsonObject service)
    {
        var nodePorts = service.Objects("spec", "ports").Count(port => port.Number("nodePort") is > 0);
        if (nodePorts > 0)
            usage["services.nodeports"] = nodePorts * One;
        if (service.Text("spec", "type") == "LoadBalancer")
            usage["services.loadbalancers"] = One;
    }

    private static void AddPod(Dictionary<string, BigInteger> usage, JsonObject pod)
    {
        usage["pods"] = One;
        foreach (var (name, amount) in ResourceAmounts.OfPod(pod, "requests"))
        {
            usage[$"requests.{name}"] = amount;
            if (name is "cpu" or "memory" or "ephemeral-storage")
                usage[name] = amount;
        }
        foreach (var (name, amount) in ResourceAmounts.OfPod(pod, "limits"))
            usage[$"limits.{name}"] = amount;
    }
}
