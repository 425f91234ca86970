namespace Cake.Istio.Sandbox.Validation;

/// <summary>Resource requests and limits.</summary>
internal static class ResourceRules
{
    private static readonly HashSet<string> Standard = ["cpu", "memory", "ephemeral-storage"];

    /// <summary>Checks the resources of a container.</summary>
    public static void Check(FieldCursor resources)
    {
        var limits = resources["limits"];
        foreach (var (name, limit) in limits.Entries())
            CheckOne(name, limit);
        foreach (var (name, request) in resources["requests"].Entries())
        {
            CheckOne(name, request);
            CompareToLimit(name, resources["requests"], request, limits.Key(name));
        }
    }

    /// <summary>A quantity is not negative.</summary>
    public static void CheckQuantity(FieldCursor quantity)
    {
        if (Quantity.TryParse(quantity.Text, out var value) is null && value.Nanos < 0)
            quantity.Invalid("must be greater than or equal to 0");
    }

    private static void CheckOne(string name, FieldCursor quantity)
    {
        var messages = NameRules.LabelKey(name).ToList();
        quantity.Findings.Invalid(quantity.Path, name, messages);
        if (messages.Count == 0 && !name.Contains('/', StringComparison.Ordinal) && !Standard.Contains(name) && !IsHugePages(name))
            quantity.Findings.Invalid(quantity.Path, name, "must be a standard resource for containers");
        CheckQuantity(quantity);
        if (!MayBeFractional(name) && Quantity.TryParse(quantity.Text, out var value) is null && !value.IsWhole)
            quantity.Invalid("must be an integer");
    }

    private static void CompareToLimit(string name, FieldCursor requests, FieldCursor request, FieldCursor limit)
    {
        var overcommits = Standard.Contains(name);
        if (!limit.IsSet)
        {
            if (!overcommits)
                requests.Findings.Required(requests.Path.Replace(".requests", ".limits", StringComparison.Ordinal), "Limit must be set for non overcommitable resources");
            return;
        }
        if (Quantity.TryParse(request.Text, out var wanted) is not null || Quantity.TryParse(limit.Text, out var most) is not null)
            return;
        if (!overcommits && wanted.Nanos != most.Nanos)
            requests.Findings.Invalid(requests.Path, request.Text, $"must be equal to {name} limit of {limit.Text}");
        else if (overcommits && wanted.Nanos > most.Nanos)
            requests.Findings.Invalid(requests.Path, request.Text, $"must be less than or equal to {name} limit of {limit.Text}");
    }

    private static bool MayBeFractional(string name) => Standard.Contains(name) || IsHugePages(name);

    private static bool IsHugePages(string name) => name.StartsWith("hugepages-", StringComparison.Ordinal);
}
