namespace Cake.Istio.Sandbox.Tables;

/// <summary>Deployments and what else runs pods.</summary>
internal static class WorkloadTables
{
    private const string Replicas = "Name,Desired#,Current#,Ready#,Age,Containers*,Images*,Selector*";
    private static readonly string[] Template = ["spec", "template", "spec"];

    /// <summary>The printers by kind.</summary>
    public static IEnumerable<KeyValuePair<string, TablePrinter>> Printers { get; } =
    [
        new("Pod", PodTable.Printer),
        new("Deployment", TablePrinter.Of("Name,Ready,Up-to-date,Available,Age,Containers*,Images*,Selector*", (value, now) =>
        [
            value.Name(), $"{Count(value, "readyReplicas")}/{value.Number("spec", "replicas") ?? 0}", Count(value, "updatedReplicas"), Count(value, "availableReplicas"),
            value.Age(now), value.Containers(Template), value.Images(Template), CellText.Selector(value.At("spec", "selector")),
        ])),
        new("ReplicaSet", TablePrinter.Of(Replicas, (value, now) =>
        [
            value.Name(), value.Number("spec", "replicas") ?? 0, Count(value, "replicas"), Count(value, "readyReplicas"), value.Age(now), value.Containers(Template),
            value.Images(Template), CellText.Selector(value.At("spec", "selector")),
        ])),
        new("ReplicationController", TablePrinter.Of(Replicas, (value, now) =>
        [
            value.Name(), value.Number("spec", "replicas") ?? 0, Count(value, "replicas"), Count(value, "readyReplicas"), value.Age(now), value.Containers(Template),
            value.Images(Template), CellText.Pairs(value.At("spec", "selector")),
        ])),
        new("StatefulSet", TablePrinter.Of("Name,Ready,Age,Containers*,Images*", (value, now) =>
        [
            value.Name(), $"{Count(value, "readyReplicas")}/{value.Number("spec", "replicas") ?? 0}", value.Age(now), value.Containers(Template), value.Images(Template),
        ])),
        new("DaemonSet", TablePrinter.Of("Name,Desired#,Current#,Ready#,Up-to-date#,Available#,Node Selector,Age,Containers*,Images*,Selector*", (value, now) =>
        [
            value.Name(), Count(value, "desiredNumberScheduled"), Count(value, "currentNumberScheduled"), Count(value, "numberReady"),
            Count(value, "updatedNumberScheduled"), Count(value, "numberAvailable"), CellText.Pairs(value.At("spec", "template", "spec", "nodeSelector")),
            value.Age(now), value.Containers(Template), value.Images(Template), CellText.Selector(value.At("spec", "selector")),
        ])),
        new("Job", TablePrinter.Of("Name,Status,Completions,Duration,Age,Containers*,Images*,Selector*", (value, now) =>
        [
            value.Name(), JobStatus(value), Completions(value), Duration(value, now), value.Age(now), value.Containers(Template), value.Images(Template),
            CellText.Selector(value.At("spec", "selector")),
        ])),
        new("CronJob", TablePrinter.Of("Name,Schedule,Timezone,Suspend?,Active#,Last Schedule,Age,Containers*,Images*,Selector*", (value, now) =>
        [
            value.Name(), value.Text("spec", "schedule"), value.OrNone("spec", "timeZone"), value.Flag("spec", "suspend") == true ? "True" : "False",
            value.Objects("status", "active").Count(), value.At("status", "lastScheduleTime") is null ? "<none>" : value.Since(now, "status", "lastScheduleTime"),
            value.Age(now), value.Containers("spec", "jobTemplate", "spec", "template", "spec"), value.Images("spec", "jobTemplate", "spec", "template", "spec"),
            CellText.Selector(value.At("spec", "jobTemplate", "spec", "selector")),
        ])),
        new("HorizontalPodAutoscaler", TablePrinter.Of("Name,Reference,Targets,MinPods,MaxPods,Replicas,Age", (value, now) =>
        [
            value.Name(), $"{value.Text("spec", "scaleTargetRef", "kind")}/{value.Text("spec", "scaleTargetRef", "name")}", AutoscalerTargets.Text(value),
            value.Or("<unset>", "spec", "minReplicas"), value.Number("spec", "maxReplicas"), Count(value, "currentReplicas"), value.Age(now),
        ])),
        new("PodDisruptionBudget", TablePrinter.Of("Name,Min Available,Max Unavailable,Allowed Disruptions#,Age", (value, now) =>
        [
            value.Name(), value.Or("N/A", "spec", "minAvailable"), value.Or("N/A", "spec", "maxUnavailable"), Count(value, "disruptionsAllowed"), value.Age(now),
        ])),
        new("PodTemplate", TablePrinter.Of("Name,Containers,Images,Pod Labels", (value, _) =>
        [
            value.Name(), value.Containers("template", "spec"), value.Images("template", "spec"), CellText.Pairs(value.At("template", "metadata", "labels")),
        ])),
        new("ControllerRevision", TablePrinter.Of("Name,Controller,Revision,Age", (value, now) =>
        [
            value.Name(), Controller(value), value.Number("revision"), value.Age(now),
        ])),
    ];

    private static long Count(JsonObject value, string field) => value.Number("status", field) ?? 0;

    private static string JobStatus(JsonObject job)
    {
        bool Is(string type) => job.Objects("status", "conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True");
        if (Is("Complete"))
            return "Complete";
        if (Is("Failed"))
            return "Failed";
        if (job.IsDeleting())
            return "Terminating";
        return Is("Suspended") ? "Suspended" : Is("FailureTarget") ? "FailureTarget" : Is("SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
    }

    private static string Completions(JsonObject job)
    {
        var done = Count(job, "succeeded");
        if (job.Number("spec", "completions") is { } wanted)
            return $"{done}/{wanted}";
        var parallelism = job.Number("spec", "parallelism") ?? 0;
        return parallelism > 1 ? $"{done}/1 of {parallelism}" : $"{done}/1";
    }

    private static string Duration(JsonObject job, DateTimeOffset now) => job.Time("status", "startTime") is { } start
        ? HumanDuration.Format((job.Time("status", "completionTime") ?? now) - start)
        : "";

    private static string Controller(JsonObject revision)
    {
        var owner = revision.Objects("metadata", "ownerReferences").FirstOrDefault(reference => reference.Flag("controller") == true);
        if (owner is null)
            return "<none>";
        var version = owner.Text("apiVersion") ?? "";
        var group = version.Contains('/', StringComparison.Ordinal) ? "." + version.Split('/')[0] : "";
        return $"{owner.Text("kind")?.ToLowerInvariant()}{group}/{owner.Text("name")}";
    }
}
