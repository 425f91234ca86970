namespace Cake.Istio.Sandbox.Validation;

/// <summary>Where a Pod may run.</summary>
internal static class SchedulingRules
{
    /// <summary>Checks affinities.</summary>
    public static void CheckAffinity(FieldCursor affinity)
    {
        var node = affinity["nodeAffinity"];
        var required = node["requiredDuringSchedulingIgnoredDuringExecution"];
        if (required.IsSet && required["nodeSelectorTerms"].Require("must have at least one node selector term"))
            SelectorRules.CheckNodeTerms(required["nodeSelectorTerms"]);
        foreach (var term in node["preferredDuringSchedulingIgnoredDuringExecution"].Items())
            CheckWeight(term);
        foreach (var pods in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            foreach (var term in affinity[pods]["requiredDuringSchedulingIgnoredDuringExecution"].Items())
                CheckPodTerm(term);
            foreach (var term in affinity[pods]["preferredDuringSchedulingIgnoredDuringExecution"].Items())
            {
                CheckWeight(term);
                CheckPodTerm(term["podAffinityTerm"]);
            }
        }
    }

    /// <summary>Checks tolerations.</summary>
    public static void CheckTolerations(FieldCursor tolerations)
    {
        foreach (var toleration in tolerations.Items())
        {
            var (key, isExists) = (toleration["key"], toleration["operator"].Text == "Exists");
            if (!key.IsEmpty)
                key.Invalid(NameRules.LabelKey(key.Text));
            else if (!isExists)
                toleration.Findings.Invalid(toleration["operator"].Path, toleration["operator"].Text,
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
            if (toleration["tolerationSeconds"].IsSet && toleration["effect"].Text != "NoExecute")
                toleration.Findings.Invalid(toleration["effect"].Path, toleration["effect"].Text, "effect must be 'NoExecute' when `tolerationSeconds` is set");
            if (isExists && !toleration["value"].IsEmpty)
                toleration.Findings.Invalid(toleration["operator"].Path, toleration["value"].Text, "value must be empty when `operator` is 'Exists'");
            toleration["operator"].Choose("Equal", "Exists");
            toleration["effect"].Choose("NoSchedule", "PreferNoSchedule", "NoExecute");
        }
    }

    /// <summary>Checks how Pods are spread.</summary>
    public static void CheckSpread(FieldCursor constraints)
    {
        var rest = constraints.Items().Select(Pair).ToList();
        foreach (var constraint in constraints.Items())
        {
            if (constraint["maxSkew"].Number is null or <= 0)
                constraint["maxSkew"].Invalid("must be greater than zero");
            if (constraint["topologyKey"].Require("can not be empty"))
                constraint["topologyKey"].Invalid(NameRules.LabelKey(constraint["topologyKey"].Text));
            constraint["whenUnsatisfiable"].RequireChoice("DoNotSchedule", "ScheduleAnyway");
            rest.RemoveAt(0);
            if (rest.Contains(Pair(constraint)))
                constraint.Findings.Duplicate($"{constraint.Path}.{{topologyKey, whenUnsatisfiable}}", Pair(constraint));
            SelectorRules.Check(constraint["labelSelector"]);
        }
    }

    private static string Pair(FieldCursor constraint) => $"{{{constraint["topologyKey"].Text}, {constraint["whenUnsatisfiable"].Text}}}";

    private static void CheckWeight(FieldCursor term)
    {
        if (term["weight"].Number is null or < 1 or > 100)
            term["weight"].Invalid("must be in the range 1-100");
    }

    private static void CheckPodTerm(FieldCursor term)
    {
        SelectorRules.Check(term["labelSelector"]);
        SelectorRules.Check(term["namespaceSelector"]);
        if (term["topologyKey"].Require("can not be empty"))
            term["topologyKey"].Invalid(NameRules.LabelKey(term["topologyKey"].Text));
    }
}
