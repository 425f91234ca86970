namespace Cake.Istio.Sandbox.Validation;

/// <summary>ResourceQuotas.</summary>
internal static class QuotaRules
{
    private static readonly HashSet<string> Counted =
    [
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "persistentvolumeclaims", "configmaps", "services.nodeports", "services.loadbalancers",
    ];

    private static readonly string[] Scopes =
        ["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass", "VolumeAttributesClass", "CrossNamespacePodAffinity"];

    /// <summary>The names of resources without a domain that a quota may limit.</summary>
    public static IReadOnlySet<string> Standard { get; } = Counted.Concat(
    [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory",
        "limits.ephemeral-storage",
    ]).ToHashSet();

    /// <summary>Checks a ResourceQuota.</summary>
    public static void Check(FieldCursor quota)
    {
        var spec = quota["spec"];
        foreach (var (name, amount) in spec["hard"].Entries())
        {
            ResourceRules.CheckName(name, amount, Standard, "must be a standard resource for quota");
            CheckAmount(name, amount);
        }
        foreach (var scope in spec["scopes"].Items())
        {
            if (!Scopes.Contains(scope.Text))
                spec["scopes"].Invalid("unsupported scope");
            foreach (var _ in spec["hard"].Names().Where(name => Standard.Contains(name) && !Applies(scope.Text, name)))
                spec["scopes"].Invalid("unsupported scope applied to resource");
        }
        var given = spec["scopes"].Items().Select(scope => scope.Text).ToHashSet();
        foreach (var pair in (ReadOnlySpan<(string, string)>)[("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")])
            if (given.Contains(pair.Item1) && given.Contains(pair.Item2))
                spec["scopes"].Invalid("conflicting scopes");
    }

    /// <summary>An amount is not negative, and whole where the resource is counted or an extended one (ValidateResourceQuantityValue).</summary>
    public static void CheckAmount(string name, FieldCursor amount)
    {
        ResourceRules.CheckQuantity(amount);
        var isExtended = name.Contains('/', StringComparison.Ordinal) && !name.Contains("kubernetes.io/", StringComparison.Ordinal) && !name.StartsWith("requests.", StringComparison.Ordinal);
        if ((isExtended || Counted.Contains(name)) && Quantity.TryParse(amount.Text, out var value) is null && !value.IsWhole)
            amount.Invalid("must be an integer");
    }

    /// <summary>The scopes stay.</summary>
    public static void CheckKept(FieldCursor quota, FieldCursor old)
    {
        if (!quota["spec"]["scopes"].Items().Select(scope => scope.Text).ToHashSet().SetEquals(old["spec"]["scopes"].Items().Select(scope => scope.Text)))
            quota["spec"]["scopes"].Invalid("field is immutable");
    }

    private static bool Applies(string scope, string resource) => scope switch
    {
        "BestEffort" => resource == "pods",
        "VolumeAttributesClass" => resource is "persistentvolumeclaims" or "requests.storage",
        _ => !Scopes.Contains(scope) || resource == "pods" || (!Counted.Contains(resource) && !resource.EndsWith("storage", StringComparison.Ordinal)),
    };
}
