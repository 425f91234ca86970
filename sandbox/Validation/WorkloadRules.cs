namespace Cake.Istio.Sandbox.Validation;

/// <summary>Deployments, ReplicaSets, DaemonSets and StatefulSets.</summary>
internal static class WorkloadRules
{
    private static readonly string[] StatefulSetMutable =
        ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];

    /// <summary>Checks a Deployment.</summary>
    public static void CheckDeployment(FieldCursor deployment)
    {
        var spec = deployment["spec"];
        spec["replicas"].RequireNonNegative();
        CheckSelector(spec["selector"], "deployment");
        PodTemplateRules.CheckSelected(spec["template"], spec["selector"], "ReplicaSet");
        CheckDeploymentStrategy(spec["strategy"]);
        spec["minReadySeconds"].RequireNonNegative();
        spec["revisionHistoryLimit"].RequireNonNegative();
        var deadline = spec["progressDeadlineSeconds"];
        deadline.RequireNonNegative();
        if (deadline.Number is { } seconds && seconds <= (spec["minReadySeconds"].Number ?? 0))
            deadline.Invalid("must be greater than minReadySeconds");
    }

    /// <summary>Checks a ReplicaSet.</summary>
    public static void CheckReplicaSet(FieldCursor set)
    {
        var spec = set["spec"];
        spec["replicas"].RequireNonNegative();
        spec["minReadySeconds"].RequireNonNegative();
        CheckSelector(spec["selector"], "replicaset");
        PodTemplateRules.CheckSelected(spec["template"], spec["selector"], "ReplicaSet");
    }

    /// <summary>Checks a DaemonSet.</summary>
    public static void CheckDaemonSet(FieldCursor set)
    {
        var spec = set["spec"];
        CheckSelector(spec["selector"], "daemonset");
        PodTemplateRules.CheckSelected(spec["template"], spec["selector"], "DaemonSet");
        spec["minReadySeconds"].RequireNonNegative();
        var strategy = spec["updateStrategy"];
        strategy["type"].RequireChoice("RollingUpdate", "OnDelete");
        var rolling = strategy["rollingUpdate"];
        IntOrPercentRules.Check(rolling["maxUnavailable"]);
        IntOrPercentRules.CheckNotMoreThanAll(rolling["maxUnavailable"]);
        IntOrPercentRules.Check(rolling["maxSurge"]);
        if (rolling.IsSet && IntOrPercentRules.IsZero(rolling["maxUnavailable"]) && IntOrPercentRules.IsZero(rolling["maxSurge"]))
            rolling["maxUnavailable"].Invalid("cannot be 0 when maxSurge is 0");
        spec["revisionHistoryLimit"].RequireNonNegative();
    }

    /// <summary>Checks a StatefulSet.</summary>
    public static void CheckStatefulSet(FieldCursor set)
    {
        var spec = set["spec"];
        spec["podManagementPolicy"].RequireChoice("OrderedReady", "Parallel");
        spec["updateStrategy"]["type"].RequireChoice("RollingUpdate", "OnDelete");
        spec["updateStrategy"]["rollingUpdate"]["partition"].RequireNonNegative();
        spec["replicas"].RequireNonNegative();
        spec["minReadySeconds"].RequireNonNegative();
        CheckSelector(spec["selector"], "statefulset");
        PodTemplateRules.CheckSelected(spec["template"], spec["selector"], "StatefulSet");
    }

    /// <summary>The selector stays.</summary>
    public static void CheckSelectorKept(FieldCursor workload, FieldCursor old) =>
        workload["spec"]["selector"].RequireUnchanged(old["spec"]["selector"]);

    /// <summary>Most of a StatefulSet stays.</summary>
    public static void CheckStatefulSetKept(FieldCursor set, FieldCursor old)
    {
        var (next, before) = (Fixed(set), Fixed(old));
        if (!JsonNode.DeepEquals(next, before))
            set.Findings.Forbidden("spec", "updates to statefulset spec for fields other than "
                + "'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");

        static JsonNode? Fixed(FieldCursor value)
        {
            var spec = value["spec"].Value?.DeepClone() as JsonObject;
            foreach (var field in StatefulSetMutable)
                spec?.Remove(field);
            return spec;
        }
    }

    private static void CheckSelector(FieldCursor selector, string kind)
    {
        if (!selector.IsSet)
        {
            if (kind != "daemonset")
                selector.Findings.Required(selector.Path);
            return;
        }
        SelectorRules.Check(selector);
        if (selector["matchLabels"].Count + selector["matchExpressions"].Count == 0)
            selector.Invalid($"empty selector is invalid for {kind}");
    }

    private static void CheckDeploymentStrategy(FieldCursor strategy)
    {
        var rolling = strategy["rollingUpdate"];
        switch (strategy["type"].Text)
        {
            case "Recreate":
                rolling.Forbid("may not be specified when strategy `type` is 'Recreate'");
                break;
            case "RollingUpdate":
                IntOrPercentRules.Check(rolling["maxUnavailable"]);
                IntOrPercentRules.Check(rolling["maxSurge"]);
                if (IntOrPercentRules.IsZero(rolling["maxUnavailable"]) && IntOrPercentRules.IsZero(rolling["maxSurge"]))
                    rolling["maxUnavailable"].Invalid("may not be 0 when `maxSurge` is 0");
                IntOrPercentRules.CheckNotMoreThanAll(rolling["maxUnavailable"]);
                break;
            default:
                strategy["type"].Choose("Recreate", "RollingUpdate");
                break;
        }
    }
}
