namespace Cake.Istio.Sandbox.Validation;

/// <summary>What a Job does about failed pods.</summary>
internal static class JobFailureRules
{
    /// <summary>Checks the policies of a Job's spec.</summary>
    public static void Check(FieldCursor spec)
    {
        var policy = spec["podFailurePolicy"];
        foreach (var rule in policy["rules"].Items())
            CheckRule(rule, spec);
        spec["podReplacementPolicy"].Choose(policy.IsSet ? ["Failed"] : ["Failed", "TerminatingOrFailed"]);
    }

    private static void CheckRule(FieldCursor rule, FieldCursor spec)
    {
        if (rule["action"].Require("valid values: [\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]"))
            rule["action"].Choose("Count", "FailIndex", "FailJob", "Ignore");
        if (rule["action"].Text == "FailIndex" && !spec["backoffLimitPerIndex"].IsSet)
            rule["action"].Invalid("requires the backoffLimitPerIndex to be set");
        var (codes, conditions) = (rule["onExitCodes"], rule["onPodConditions"]);
        if (codes.IsSet)
            CheckCodes(codes, spec["template"]["spec"]);
        foreach (var condition in conditions.Items())
        {
            condition["type"].Invalid(NameRules.LabelKey(condition["type"].Text));
            if (condition["status"].Require("valid values: [\"False\" \"True\" \"Unknown\"]"))
                condition["status"].Choose("False", "True", "Unknown");
        }
        if (codes.IsSet == conditions.Count > 0)
            rule.Findings.Invalid(rule.Path, codes.IsSet ? "specifying both OnExitCodes and OnPodConditions is not supported" : "specifying one of OnExitCodes and OnPodConditions is required");
    }

    private static void CheckCodes(FieldCursor codes, FieldCursor pod)
    {
        if (codes["operator"].Require("valid values: [\"In\" \"NotIn\"]"))
            codes["operator"].Choose("In", "NotIn");
        if (codes["containerName"].IsSet && !pod["containers"].Items().Concat(pod["initContainers"].Items()).Any(container => container["name"].Text == codes["containerName"].Text))
            codes["containerName"].Invalid("must be one of the container or initContainer names in the pod template");
        if (codes["values"].Count == 0)
            codes["values"].Invalid("at least one value is required");
        var seen = new List<long>();
        foreach (var value in codes["values"].Items())
        {
            if (value.Number == 0 && codes["operator"].Text == "In")
                value.Invalid("must not be 0 for the In operator");
            if (seen.Contains(value.Number ?? 0))
                value.Findings.Duplicate(value.Path, value.Value);
            seen.Add(value.Number ?? 0);
        }
        if (!seen.Order().SequenceEqual(seen))
            codes["values"].Invalid("must be ordered");
    }
}
