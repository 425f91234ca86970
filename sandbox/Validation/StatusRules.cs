namespace Cake.Istio.Sandbox.Validation;

/// <summary>What is checked when only the status of an object is written (the ValidateUpdate of each StatusStrategy).</summary>
internal static class StatusRules
{
    /// <summary>Checks the status of a Deployment.</summary>
    public static void CheckDeployment(FieldCursor deployment, FieldCursor old)
    {
        CheckCounts(deployment["status"], "observedGeneration", "replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas", "terminatingReplicas", "collisionCount");
        CheckReplicas(deployment["status"], "readyReplicas", "updatedReplicas", "readyReplicas", "availableReplicas");
        CheckCollisions(deployment, old);
    }

    /// <summary>Checks the status of a ReplicaSet or a ReplicationController.</summary>
    public static void CheckReplicaSet(FieldCursor set, FieldCursor old)
    {
        CheckCounts(set["status"], "replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration", "terminatingReplicas");
        CheckReplicas(set["status"], "readyReplicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas");
    }

    /// <summary>Checks the status of a StatefulSet.</summary>
    public static void CheckStatefulSet(FieldCursor set, FieldCursor old)
    {
        CheckCounts(set["status"], "replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas", "observedGeneration", "collisionCount");
        CheckReplicas(set["status"], "status.readyReplicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas");
        CheckCollisions(set, old);
    }

    /// <summary>Checks the status of a DaemonSet.</summary>
    public static void CheckDaemonSet(FieldCursor set, FieldCursor old)
    {
        CheckCounts(set["status"], "currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady", "observedGeneration", "updatedNumberScheduled",
            "numberAvailable", "numberUnavailable", "collisionCount");
        CheckCollisions(set, old);
    }

    /// <summary>Checks the status of a HorizontalPodAutoscaler.</summary>
    public static void CheckAutoscaler(FieldCursor autoscaler, FieldCursor old) => CheckCounts(autoscaler["status"], "currentReplicas", "desiredReplicas");

    /// <summary>Checks the status of a PodDisruptionBudget.</summary>
    public static void CheckBudget(FieldCursor budget, FieldCursor old)
    {
        var types = new HashSet<string>();
        foreach (var condition in budget["status"]["conditions"].Items())
        {
            if (!types.Add(condition["type"].Text))
                condition.Findings.Duplicate(condition["type"].Path, condition["type"].Text);
            CheckCondition(condition);
        }
        CheckCounts(budget["status"], "disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods");
    }

    /// <summary>Checks the status of an Ingress; an address that was there before is not asked about.</summary>
    public static void CheckIngress(FieldCursor ingress, FieldCursor old)
    {
        var known = Points(old).Select(point => point["ip"].Text).ToHashSet();
        foreach (var point in Points(ingress))
        {
            if (point["ip"].Text is { Length: > 0 } ip && !known.Contains(ip))
                AddressRules.Check(point["ip"]);
            AddressRules.CheckHostname(point["hostname"]);
        }

        static IEnumerable<FieldCursor> Points(FieldCursor ingress) => ingress["status"]["loadBalancer"]["ingress"].Items();
    }

    /// <summary>Checks the status of a Pod: its class stays.</summary>
    public static void CheckPod(FieldCursor pod, FieldCursor old) => pod["status"]["qosClass"].RequireUnchanged(old["status"]["qosClass"]);

    // As metav1's ValidateCondition.
    private static void CheckCondition(FieldCursor condition)
    {
        condition["type"].Invalid(NameRules.LabelKey(condition["type"].Text));
        if (condition["status"].Text is not ("True" or "False" or "Unknown"))
            condition.Findings.NotSupported(condition["status"].Path, condition["status"].Text, "False", "True", "Unknown");
        if (condition["observedGeneration"].Number < 0)
            condition["observedGeneration"].Invalid("must be greater than or equal to zero");
        condition["lastTransitionTime"].RequireSet();
        if (condition["reason"].Require())
            condition["reason"].Invalid(NameRules.ConditionReason(condition["reason"].Text));
        foreach (var (field, most) in (ReadOnlySpan<(string, int)>)[("reason", 1024), ("message", 32 * 1024)])
            if (NameRules.Length(condition[field].Text) > most)
                condition.Findings.TooLong(condition[field].Path, most);
    }

    private static void CheckCounts(FieldCursor status, params ReadOnlySpan<string> counts)
    {
        foreach (var count in counts)
            status[count].RequireNonNegative();
    }

    private static void CheckReplicas(FieldCursor status, string ready, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
            if (status[part].Number > (status["replicas"].Number ?? 0))
                status[part].Invalid("cannot be greater than status.replicas");
        if (status["availableReplicas"].Number > (status["readyReplicas"].Number ?? 0))
            status["availableReplicas"].Invalid($"cannot be greater than {ready}");
    }

    private static void CheckCollisions(FieldCursor value, FieldCursor old)
    {
        var (count, before) = (value["status"]["collisionCount"], old["status"]["collisionCount"]);
        if (before.IsSet && (count.Number is null || count.Number < before.Number))
            count.Findings.Invalid(count.Path, count.Number ?? 0, "cannot be decremented");
    }
}
