namespace Cake.Istio.Sandbox.Validation;

/// <summary>LimitRanges.</summary>
internal static class LimitRangeRules
{
    /// <summary>Checks a LimitRange.</summary>
    public static void Check(FieldCursor range)
    {
        var types = new HashSet<string>();
        foreach (var limit in range["spec"]["limits"].Items())
        {
            var type = limit["type"];
            var messages = NameRules.LabelKey(type.Text).ToList();
            limit.Findings.Invalid(type.Path, type.Text, messages);
            if (messages.Count == 0 && !type.Text.Contains('/', StringComparison.Ordinal) && type.Text is not ("Pod" or "Container" or "PersistentVolumeClaim"))
                type.Invalid("must be a standard limit type or fully qualified");
            if (!types.Add(type.Text))
                limit.Findings.Duplicate(type.Path, type.Text);
            CheckItem(limit);
        }
    }

    private static void CheckItem(FieldCursor limit)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var field in (ReadOnlySpan<string>)["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"])
        {
            if (limit["type"].Text == "Pod" && field.StartsWith("default", StringComparison.Ordinal))
            {
                if (limit[field].Count > 0)
                    limit[field].Forbid("may not be specified when `type` is 'Pod'");
                continue;
            }
            foreach (var (name, amount) in limit[field].Entries())
            {
                if (limit["type"].Text is "Pod" or "Container")
                    ResourceRules.CheckName(name, amount);
                else
                    ResourceRules.CheckName(name, amount, QuotaRules.Standard, null);
                names.Add(name);
            }
        }
        if (limit["type"].Text == "PersistentVolumeClaim" && !limit["min"].Key("storage").IsSet && !limit["max"].Key("storage").IsSet)
            limit.Findings.Required($"{limit.Path}.limits", "either minimum or maximum storage value is required, but neither was provided");
        foreach (var name in names)
            CheckOrder(limit, name);
    }

    private static void CheckOrder(FieldCursor limit, string name)
    {
        var (min, max, preset, request) = (limit["min"].Key(name), limit["max"].Key(name), limit["default"].Key(name), limit["defaultRequest"].Key(name));
        Compare(min, max, min, min, "min value {0} is greater than max value {1}");
        Compare(min, request, request, request, "min value {0} is greater than default request value {1}");
        Compare(request, max, request, request, "default request value {0} is greater than max value {1}");
        Compare(request, preset, request, request, "default request value {0} is greater than default limit value {1}");
        Compare(min, preset, preset, min, "min value {0} is greater than default value {1}");
        Compare(preset, max, preset, max, "default value {0} is greater than max value {1}");
        var ratio = limit["maxLimitRequestRatio"].Key(name);
        if (Amount(ratio) is not { } most)
            return;
        if (most.Nanos < 1_000_000_000)
            ratio.Invalid($"ratio {ratio.Text} is less than 1");
        if (Amount(min) is { Nanos.IsZero: false } least && Amount(max) is { } upper && (double)most.Nanos / 1e9 is var wanted && (double)upper.Nanos / (double)least.Nanos is var allowed && wanted > allowed)
            ratio.Invalid(string.Create(CultureInfo.InvariantCulture, $"ratio {ratio.Text} is greater than max/min = {allowed:F6}"));
    }

    private static void Compare(FieldCursor low, FieldCursor high, FieldCursor place, FieldCursor shown, string detail)
    {
        if (Amount(low) is { } lower && Amount(high) is { } upper && lower.Nanos > upper.Nanos)
            place.Findings.Invalid(place.Path, shown.Value, string.Format(CultureInfo.InvariantCulture, detail, low.Text, high.Text));
    }

    private static Quantity? Amount(FieldCursor place) => place.IsSet && Quantity.TryParse(place.Text, out var amount) is null ? amount : null;
}
