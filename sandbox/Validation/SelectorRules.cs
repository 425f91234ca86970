namespace Cake.Istio.Sandbox.Validation;

/// <summary>Label selectors, node selectors and what they select.</summary>
internal static class SelectorRules
{
    /// <summary>Checks a LabelSelector.</summary>
    /// <returns>Is it one that can be read?</returns>
    public static bool Check(FieldCursor selector)
    {
        var before = selector.Findings.Causes.Count;
        MetadataValidation.CheckLabels(selector["matchLabels"]);
        foreach (var requirement in selector["matchExpressions"].Items())
        {
            CheckValues(requirement, "not a valid selector operator");
            requirement["key"].Invalid(NameRules.LabelKey(requirement["key"].Text));
            foreach (var value in requirement["values"].Items())
                value.Invalid(NameRules.LabelValue(value.Text));
        }
        return selector.Findings.Causes.Count == before;
    }

    /// <summary>Checks the terms of a NodeSelector.</summary>
    public static void CheckNodeTerms(FieldCursor terms)
    {
        foreach (var requirement in terms.Items().SelectMany(term => term["matchExpressions"].Items()))
        {
            CheckNodeOperator(requirement);
            requirement["key"].Invalid(NameRules.LabelKey(requirement["key"].Text));
        }
    }

    private static void CheckValues(FieldCursor requirement, string unknownOperator)
    {
        switch (requirement["operator"].Text)
        {
            case "In" or "NotIn":
                requirement["values"].Require("must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist":
                if (requirement["values"].Count > 0)
                    requirement["values"].Forbid("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            default:
                requirement["operator"].Invalid(unknownOperator);
                break;
        }
    }

    private static void CheckNodeOperator(FieldCursor requirement)
    {
        if (requirement["operator"].Text is not ("Gt" or "Lt"))
            CheckValues(requirement, "not a valid selector operator");
        else if (requirement["values"].Count != 1)
            requirement["values"].Findings.Required(requirement["values"].Path, "must be specified single value when `operator` is 'Lt' or 'Gt'");
    }
}
