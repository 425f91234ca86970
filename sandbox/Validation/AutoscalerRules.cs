namespace Cake.Istio.Sandbox.Validation;

/// <summary>Horizontal pod autoscalers.</summary>
internal static class AutoscalerRules
{
    private static readonly string[] Sources = ["object", "pods", "resource", "containerResource", "external"];

    /// <summary>Checks an autoscaler.</summary>
    public static void Check(FieldCursor autoscaler)
    {
        var spec = autoscaler["spec"];
        if (spec["minReplicas"].Number < 1)
            spec["minReplicas"].Invalid("must be greater than or equal to 1");
        if (spec["maxReplicas"].Number is null or 0)
            spec.Findings.Required(spec["maxReplicas"].Path, "must be set and greater than 0");
        else if (spec["maxReplicas"].Number < 0)
            spec["maxReplicas"].Invalid("must be greater than or equal to 1");
        if (spec["maxReplicas"].Number < spec["minReplicas"].Number)
            spec["maxReplicas"].Invalid("must be greater than or equal to `minReplicas`");
        foreach (var name in (ReadOnlySpan<string>)["kind", "name"])
            if (spec["scaleTargetRef"][name].Require())
                spec["scaleTargetRef"][name].Invalid(NameRules.PathSegment(spec["scaleTargetRef"][name].Text));
        foreach (var metric in spec["metrics"].Items())
            CheckMetric(metric);
        foreach (var direction in (ReadOnlySpan<string>)["scaleUp", "scaleDown"])
            CheckRules(spec["behavior"][direction]);
    }

    private static void CheckMetric(FieldCursor metric)
    {
        // A server says twice that it does not know a source.
        metric["type"].Require("must specify a metric source type");
        var isKnown = metric["type"].Text is "ContainerResource" or "External" or "Object" or "Pods" or "Resource";
        for (var times = isKnown ? 2 : 0; times < 2; times++)
            metric.Findings.NotSupported(metric["type"].Path, metric["type"].Text, "ContainerResource", "External", "Object", "Pods", "Resource");
        if (metric["type"].IsEmpty)
            return;
        var found = Sources.Where(source => metric[source].IsSet).ToList();
        var expected = char.ToLowerInvariant(metric["type"].Text[0]) + metric["type"].Text[1..];
        foreach (var source in found.Skip(1))
            metric[source].Forbid("must populate the given metric source only");
        if (Sources.Contains(expected) && !found.Contains(expected))
            metric.Findings.Required(metric[expected].Path, "must populate information for the given metric source");
        if (metric["resource"] is { IsSet: true } resource)
        {
            resource["name"].Require("must specify a resource name");
            CheckTarget(resource["target"]);
        }
    }

    private static void CheckTarget(FieldCursor target)
    {
        target["type"].Require("must specify a metric target type");
        if (target["type"].Text is not ("AverageValue" or "Utilization" or "Value"))
            target.Findings.Invalid(target["type"].Path, target["type"].Text, "must be either Utilization, Value, or AverageValue");
        if (target["averageUtilization"].Number < 1)
            target["averageUtilization"].Invalid("must be greater than 0");
        if (!target["averageUtilization"].IsSet && !target["averageValue"].IsSet)
            target.Findings.Required(target["averageUtilization"].Path, "must set either a target raw value or a target utilization");
        if (target["averageUtilization"].IsSet)
            target["averageValue"].Forbid("may not set both a target raw value and a target utilization");
    }

    private static void CheckRules(FieldCursor rules)
    {
        if (!rules.IsSet)
            return;
        if (rules["stabilizationWindowSeconds"].Number is < 0 or > 3600)
            rules["stabilizationWindowSeconds"].Invalid(rules["stabilizationWindowSeconds"].Number < 0
                ? "must be greater than or equal to zero"
                : "must be less than or equal to 3600");
        rules["selectPolicy"].Choose("Disabled", "Max", "Min");
        if (!rules["policies"].Require("must specify at least one Policy"))
            return;
        foreach (var policy in rules["policies"].Items())
        {
            policy["type"].RequireChoice("Percent", "Pods");
            if (policy["value"].Number is null or <= 0)
                policy["value"].Invalid("must be greater than zero");
            if (policy["periodSeconds"].Number is null or <= 0)
                policy["periodSeconds"].Invalid("must be greater than zero");
            else if (policy["periodSeconds"].Number > 1800)
                policy["periodSeconds"].Invalid("must be less than or equal to 1800");
        }
    }
}
