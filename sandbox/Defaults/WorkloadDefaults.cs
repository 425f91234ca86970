namespace Cake.Istio.Sandbox.Defaults;

/// <summary>What runs Pods.</summary>
internal static class WorkloadDefaults
{
    /// <summary>The annotation that counts the templates of a DaemonSet, since apps/v1 has no field for it.</summary>
    public const string TemplateGeneration = "deprecated.daemonset.template.generation";

    private const int DefaultBackoffLimit = 6;

    /// <summary>Without labels of its own the object takes those of its template.</summary>
    public static void LabelsFromTemplate(JsonObject workload)
    {
        if (workload["spec"]?["template"]?["metadata"]?["labels"] is not JsonObject labels || workload["metadata"] is not JsonObject metadata)
            return;
        if (metadata["labels"] is not JsonObject { Count: > 0 })
            metadata["labels"] = labels.DeepClone();
    }

    /// <summary>A replication controller selects the labels of its template.</summary>
    public static void SelectorFromTemplate(JsonObject spec)
    {
        if (spec["template"]?["metadata"]?["labels"] is JsonObject labels && spec["selector"] is not JsonObject { Count: > 0 })
            spec["selector"] = labels.DeepClone();
    }

    /// <summary>One pod at a time, from the last to the first.</summary>
    public static void StatefulSetStrategy(JsonObject strategy)
    {
        if (!strategy.ContainsKey("type"))
        {
            strategy["type"] = "RollingUpdate";
            strategy["rollingUpdate"] ??= new JsonObject();
        }
        if ((string?)strategy["type"] == "RollingUpdate" && strategy["rollingUpdate"] is JsonObject rolling && !rolling.ContainsKey("partition"))
            rolling["partition"] = 0;
    }

    /// <summary>Claims in a StatefulSet say what they are.</summary>
    public static void ClaimTemplates(JsonObject spec)
    {
        foreach (var claim in (spec["volumeClaimTemplates"] as JsonArray ?? []).OfType<JsonObject>())
        {
            claim["apiVersion"] ??= "v1";
            claim["kind"] ??= "PersistentVolumeClaim";
        }
    }

    /// <summary>A DaemonSet counts its templates; the count itself is the server's.</summary>
    public static void CountTemplates(JsonObject daemonSet)
    {
        if (daemonSet["metadata"] is not JsonObject metadata)
            return;
        if (metadata["annotations"] is not JsonObject annotations)
            metadata["annotations"] = annotations = [];
        annotations[TemplateGeneration] ??= "0";
    }

    /// <summary>One completion, one pod at a time, six retries.</summary>
    public static void Job(JsonObject job)
    {
        if (job["spec"] is not JsonObject spec)
            return;
        if (!spec.ContainsKey("completions") && !spec.ContainsKey("parallelism"))
            spec["completions"] = 1;
        spec["parallelism"] ??= 1;
        if (!spec.ContainsKey("backoffLimit"))
            spec["backoffLimit"] = spec.ContainsKey("backoffLimitPerIndex") ? int.MaxValue : DefaultBackoffLimit;
        spec["completionMode"] ??= "NonIndexed";
        spec["suspend"] ??= false;
        spec["manualSelector"] ??= false;
        spec["podReplacementPolicy"] ??= spec["podFailurePolicy"] is null ? "TerminatingOrFailed" : "Failed";
    }
}
