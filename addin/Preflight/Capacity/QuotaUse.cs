using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Capacity;

/// <summary>What a plan adds to the use of a namespace's quotas, by the names that quotas give it.</summary>
/// <remarks>Source: Kubernetes, resource quotas.</remarks>
internal static class QuotaUse
{
    /// <summary>What comes on top.</summary>
    /// <param name="quota">The quota; one with scopes counts pods only, and not all.</param>
    /// <param name="changes">The plan.</param>
    /// <param name="demands">The workloads of the quota's namespace.</param>
    public static IReadOnlyDictionary<string, decimal> Of(JsonObject quota, IReadOnlyList<PlannedChange> changes, IReadOnlyList<Demand> demands)
    {
        var use = new Dictionary<string, decimal>(StringComparer.Ordinal);
        if (!QuotaScope.IsScoped(quota))
            AddObjects(use, changes, quota.Text("metadata", "namespace"));
        foreach (var demand in demands.Where(demand => QuotaScope.Counts(quota, demand.Pod)))
        {
            var limits = PodAmounts.Limits(demand.Pod) * demand.Pods;
            Add(use, "pods", demand.Pods);
            Add(use, "count/pods", demand.Pods);
            foreach (var prefix in new[] { "", "requests." })
            {
                Add(use, $"{prefix}cpu", demand.More.Cpu);
                Add(use, $"{prefix}memory", demand.More.Memory);
            }

            Add(use, "limits.cpu", limits.Cpu);
            Add(use, "limits.memory", limits.Memory);
        }

        return use;
    }

    private static void AddObjects(Dictionary<string, decimal> use, IReadOnlyList<PlannedChange> changes, string? ns)
    {
        foreach (var change in changes.Where(change => change is { Action: ChangeAction.Created or ChangeAction.Failed, Live: null } && change.Subject.Namespace == ns))
        {
            var plural = change.Resource?.Plural ?? $"{change.Subject.Kind.ToLowerInvariant()}s";
            Add(use, change.Subject.Group.Length == 0 ? $"count/{plural}" : $"count/{plural}.{change.Subject.Group}", 1);
            if (change.Subject.Group.Length == 0)
                Add(use, plural, 1);
            if (change.Subject is { Group: "", Kind: "Service" })
                AddService(use, change.Body);
        }
    }

    private static void AddService(Dictionary<string, decimal> use, JsonObject body)
    {
        var type = body.Text("spec", "type");
        if (type == "LoadBalancer")
            Add(use, "services.loadbalancers", 1);
        if (type is "LoadBalancer" or "NodePort")
            Add(use, "services.nodeports", body.Objects("spec", "ports").Count());
    }

    private static void Add(Dictionary<string, decimal> use, string name, decimal amount) => use[name] = use.GetValueOrDefault(name) + amount;
}
