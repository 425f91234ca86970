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
        CheckPods(spec, "ReplicaSet", "deployment");
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
        CheckPods(spec, "ReplicaSet", "deployment");
    }

    /// <summary>Checks a DaemonSet.</summary>
    public static void CheckDaemonSet(FieldCursor set)
    {
        var spec = set["spec"];
        CheckPods(spec, "DaemonSet", "daemonset");
        spec["minReadySeconds"].RequireNonNegative();
        var strategy = spec["updateStrategy"];
        if (strategy["type"].Text == "RollingUpdate")
            CheckNodeByNode(strategy["rollingUpdate"]["maxUnavailable"], strategy["rollingUpdate"]["maxSurge"]);
        else if (strategy["type"].Text != "OnDelete")
            Refuse(strategy, "RollingUpdate", "OnDelete");
        spec["revisionHistoryLimit"].RequireNonNegative();
    }

    /// <summary>Checks a StatefulSet.</summary>
    public static void CheckStatefulSet(FieldCursor set)
    {
        var spec = set["spec"];
        if (spec["podManagementPolicy"].Text is not ("OrderedReady" or "Parallel"))
            spec["podManagementPolicy"].Invalid("must be 'OrderedReady' or 'Parallel'");
        CheckOrdinalStrategy(spec["updateStrategy"]);
        foreach (var policy in (ReadOnlySpan<string>)["whenDeleted", "whenScaled"])
            spec["persistentVolumeClaimRetentionPolicy"][policy].Choose("Retain", "Delete");
        spec["replicas"].RequireNonNegative();
        spec["minReadySeconds"].RequireNonNegative();
        spec["ordinals"]["start"].RequireNonNegative();
        if (spec["serviceName"].Text is { Length: > 0 } service)
            spec["serviceName"].Invalid(NameRules.Label(service));
        CheckPods(spec, "StatefulSet", "statefulset");
    }

    /// <summary>The selector stays.</summary>
    public static void CheckSelectorKept(FieldCursor workload, FieldCursor old) =>
        workload["spec"]["selector"].RequireUnchanged(old["spec"]["selector"]);

    /// <summary>Most of a StatefulSet stays.</summary>
    public static void CheckStatefulSetKept(FieldCursor set, FieldCursor old)
    {
        if (!JsonNode.DeepEquals(set["spec"].Without(StatefulSetMutable), old["spec"].Without(StatefulSetMutable)))
            set.Findings.Forbidden("spec", "updates to statefulset spec for fields other than "
                + "'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
    }

    // The pods of a selector that cannot be read are not judged.
    private static void CheckPods(FieldCursor spec, string kind, string emptyFor)
    {
        var selector = spec["selector"];
        if (!selector.IsSet && kind != "DaemonSet")
            selector.Findings.Required(selector.Path);
        var isReadable = SelectorRules.Check(selector);
        if (selector.IsSet && selector["matchLabels"].Count + selector["matchExpressions"].Count == 0)
            selector.Invalid($"empty selector is invalid for {emptyFor}");
        if (isReadable)
            PodTemplateRules.CheckSelected(kind == "StatefulSet" ? TemplateWithClaims(spec) : spec["template"], selector, kind);
        else if (kind == "DaemonSet")
            PodTemplateRules.Check(spec["template"]);
        else
            selector.Invalid(kind == "StatefulSet" ? "" : "invalid label selector");
    }

    // The pods get a volume per claim template, and the controller overwrites their host name and subdomain.
    private static FieldCursor TemplateWithClaims(FieldCursor spec)
    {
        var template = spec["template"];
        if (template.Value?.DeepClone() is not JsonObject copy || copy["spec"] is not JsonObject pod)
            return template;
        pod.Remove("hostname");
        pod.Remove("subdomain");
        var claims = spec["volumeClaimTemplates"].Items().Select(claim => claim["metadata"]["name"].Text).ToHashSet(StringComparer.Ordinal);
        if (claims.Count > 0)
            pod["volumes"] = new JsonArray(
            [
                .. claims.Select(name => new JsonObject { ["name"] = name, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = name } }),
                .. (pod["volumes"] as JsonArray ?? []).Where(volume => !claims.Contains((string?)volume?["name"] ?? "")).Select(volume => volume?.DeepClone()),
            ]);
        return template with { Value = copy };
    }

    private static void CheckNodeByNode(FieldCursor unavailable, FieldCursor surge)
    {
        IntOrPercentRules.Check(unavailable);
        IntOrPercentRules.Check(surge);
        IntOrPercentRules.CheckNotMoreThanAll(unavailable);
        IntOrPercentRules.CheckNotMoreThanAll(surge);
        if (IntOrPercentRules.IsZero(unavailable) && IntOrPercentRules.IsZero(surge))
            unavailable.Findings.Required(unavailable.Path, "cannot be 0 when maxSurge is 0");
        else if (!IntOrPercentRules.IsZero(unavailable) && !IntOrPercentRules.IsZero(surge))
            surge.Invalid("may not be set when maxUnavailable is non-zero");
    }

    private static void CheckOrdinalStrategy(FieldCursor strategy)
    {
        var rolling = strategy["rollingUpdate"];
        if (strategy["type"].Text is not ("RollingUpdate" or "OnDelete"))
            strategy.Invalid("must be 'RollingUpdate' or 'OnDelete'");
        else if (strategy["type"].Text == "OnDelete" && rolling.IsSet)
            rolling.Invalid("only allowed for updateStrategy 'RollingUpdate'");
        rolling["partition"].RequireNonNegative();
        if (!rolling["maxUnavailable"].IsSet)
            return;
        IntOrPercentRules.Check(rolling["maxUnavailable"]);
        if (IntOrPercentRules.IsZero(rolling["maxUnavailable"]))
            rolling["maxUnavailable"].Invalid("cannot be 0");
        IntOrPercentRules.CheckNotMoreThanAll(rolling["maxUnavailable"]);
    }

    // A server refuses the strategy, not its type, and shows it with the names of its internal fields.
    private static void Refuse(FieldCursor strategy, params IEnumerable<string> supported) => strategy.Findings.NotSupported(
        strategy.Path, new JsonObject { ["Type"] = strategy["type"].Text, ["RollingUpdate"] = strategy["rollingUpdate"].Value?.DeepClone() }, supported);

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
                Refuse(strategy, "Recreate", "RollingUpdate");
                break;
        }
    }
}
