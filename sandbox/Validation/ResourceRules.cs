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

    /// <summary>The name is that of a resource.</summary>
    /// <param name="name">The name.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="standard">The names without a domain that may stand there.</param>
    /// <param name="detail">What is said of others.</param>
    public static void CheckName(string name, FieldCursor place, IReadOnlySet<string> standard, string? detail)
    {
        var messages = NameRules.LabelKey(name).ToList();
        place.Findings.Invalid(place.Path, name, messages);
        if (name.Contains('/', StringComparison.Ordinal) || standard.Contains(name) || IsHugePages(name.Replace("requests.", "", StringComparison.Ordinal)))
            return;
        if (messages.Count == 0 && !QuotaRules.Standard.Contains(name) && name != "storage")
            place.Findings.Invalid(place.Path, name, "must be a standard resource type or fully qualified");
        if (detail is not null)
            place.Findings.Invalid(place.Path, name, detail);
    }

    /// <summary>The name is that of a resource of containers.</summary>
    public static void CheckName(string name, FieldCursor place) => CheckName(name, place, Standard, "must be a standard resource for containers");

    private static void CheckOne(string name, FieldCursor quantity)
    {
        CheckName(name, quantity);
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
