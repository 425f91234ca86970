namespace Cake.Istio.Sandbox.Validation;

/// <summary>ResourceQuotas.</summary>
internal static class QuotaRules
{
    private static readonly HashSet<string> Standard =
    [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory",
        "limits.ephemeral-storage", "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "persistentvolumeclaims", "configmaps",
        "services.nodeports", "services.loadbalancers",
    ];

    /// <summary>Checks a ResourceQuota.</summary>
    public static void Check(FieldCursor quota)
    {
        foreach (var (name, amount) in quota["spec"]["hard"].Entries())
        {
            if (!name.Contains('/', StringComparison.Ordinal) && !Standard.Contains(name) && !name.StartsWith("hugepages-", StringComparison.Ordinal)
                && !name.StartsWith("requests.hugepages-", StringComparison.Ordinal))
                amount.Findings.Invalid(amount.Path, name, "must be a standard resource for quota");
            ResourceRules.CheckQuantity(amount);
        }
    }
}
