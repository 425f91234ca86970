using System.Collections.Frozen;

namespace Cake.Istio.Sandbox.Validation;

/// <summary>What is checked when only the status of an object is written (the ValidateUpdate of each StatusStrategy).</summary>
internal static class StatusRules
{
    private static readonly FrozenDictionary<string, (string[] Counts, string[] Parts)> Counted = new Dictionary<string, (string[] Counts, string[] Parts)>
    {
        ["DaemonSet.apps"] = (["currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady", "observedGeneration", "updatedNumberScheduled", "numberAvailable",
            "numberUnavailable", "collisionCount"], []),
        ["Deployment.apps"] = (["observedGeneration", "replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas", "terminatingReplicas", "collisionCount"],
            ["updatedReplicas", "readyReplicas", "availableReplicas"]),
        ["HorizontalPodAutoscaler.autoscaling"] = (["currentReplicas", "desiredReplicas"], []),
        ["PodDisruptionBudget.policy"] = (["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"], []),
        ["ReplicaSet.apps"] = (["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration", "terminatingReplicas"],
            ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"]),
        ["ReplicationController"] = (["replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration"], ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"]),
        ["StatefulSet.apps"] = (["replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas", "observedGeneration", "collisionCount"],
            ["readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"]),
    }.ToFrozenDictionary();

    /// <summary>Checks the status of an object of a kind.</summary>
    public static void Check(string kind, FieldCursor value, FieldCursor old)
    {
        var (status, before) = (value["status"], old["status"]);
        switch (kind)
        {
            case "Ingress.networking.k8s.io":
                CheckIngress(status["loadBalancer"]["ingress"], before["loadBalancer"]["ingress"]);
                break;
            case "Job.batch":
                JobStatusRules.Check(value, old);
                break;
            case "Node":
                NodeRules.CheckKept(value, old);
                break;
            case "Pod":
                status["qosClass"].RequireUnchanged(before["qosClass"]);
                break;
            case "PodDisruptionBudget.policy":
                CheckConditions(status["conditions"]);
                break;
            case "Service":
                ServiceRules.CheckStatus(value);
                break;
        }
        if (Counted.TryGetValue(kind, out var counted))
            CheckCounts(status, before, counted.Counts, counted.Parts, kind.StartsWith("Stateful", StringComparison.Ordinal) ? "status." : "");
    }

    // An address that was there before is not asked about.
    private static void CheckIngress(FieldCursor points, FieldCursor old)
    {
        var known = old.Items().Select(point => point["ip"].Text).ToHashSet();
        foreach (var point in points.Items())
        {
            if (point["ip"].Text is { Length: > 0 } ip && !known.Contains(ip))
                AddressRules.Check(point["ip"]);
            AddressRules.CheckHostname(point["hostname"]);
        }
    }

    private static void CheckConditions(FieldCursor conditions)
    {
        var types = new HashSet<string>();
        foreach (var condition in conditions.Items())
        {
            if (!types.Add(condition["type"].Text))
                condition.Findings.Duplicate(condition["type"].Path, condition["type"].Text);
            CheckCondition(condition);
        }
    }

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

    private static void CheckCounts(FieldCursor status, FieldCursor before, string[] counts, string[] parts, string prefix)
    {
        foreach (var count in counts)
            status[count].RequireNonNegative();
        foreach (var part in parts)
            if (status[part].Number > (status["replicas"].Number ?? 0))
                status[part].Invalid("cannot be greater than status.replicas");
        if (status["availableReplicas"].Number > (status["readyReplicas"].Number ?? 0))
            status["availableReplicas"].Invalid($"cannot be greater than {prefix}readyReplicas");
        var (collisions, had) = (status["collisionCount"], before["collisionCount"]);
        if (had.IsSet && (collisions.Number ?? -1) < had.Number)
            status.Findings.Invalid(collisions.Path, collisions.Number ?? 0, "cannot be decremented");
    }
}
