using Cake.Istio.Sandbox.Registry;

namespace Cake.Istio.Sandbox.Validation;

/// <summary>Jobs and CronJobs.</summary>
internal static class JobRules
{
    private static readonly string[] Numbers =
        ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished", "backoffLimitPerIndex", "maxFailedIndexes"];

    /// <summary>Checks a Job.</summary>
    public static void Check(FieldCursor job)
    {
        var selector = job["spec"]["selector"];
        if (!job["spec"]["manualSelector"].IsTrue && selector.IsSet)
            CheckGenerated(job, selector);
        CheckSpec(job["spec"]);
        if (!selector.IsSet)
            selector.Findings.Required(selector.Path);
        else
            SelectorRules.Check(selector);
        PodTemplateRules.CheckLabelsMatch(job["spec"]["template"], selector);
        if (job["spec"]["completionMode"].Text != "Indexed" || job["spec"]["completions"].Number is not > 0)
            return;
        var lastHost = string.Create(CultureInfo.InvariantCulture, $"{job["metadata"]["name"].Text}-{job["spec"]["completions"].Number - 1}");
        if (NameRules.Label(lastHost).Any())
            job["metadata"]["name"].Invalid($"will not able to create pod with invalid DNS label: {lastHost}");
    }

    /// <summary>What a Job runs, stays.</summary>
    public static void CheckKept(FieldCursor job, FieldCursor old)
    {
        var (spec, before) = (job["spec"], old["spec"]);
        if (spec["completionMode"].Text != "Indexed")
            spec["completions"].RequireUnchanged(before["completions"]);
        else if (spec["completions"].Number is { } completions && completions != before["completions"].Number && completions != spec["parallelism"].Number)
            spec["completions"].Invalid("can only be modified in tandem with spec.parallelism");
        foreach (var field in (ReadOnlySpan<string>)["selector", "template", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"])
            if (field != "template" || !MayChangeTemplate(spec, before))
                spec[field].RequireUnchanged(before[field]);
    }

    /// <summary>Checks a CronJob.</summary>
    public static void CheckCronJob(FieldCursor cron)
    {
        var spec = cron["spec"];
        if (spec["schedule"].Require())
            CheckSchedule(spec["schedule"]);
        spec["startingDeadlineSeconds"].RequireNonNegative();
        if (spec["timeZone"] is { IsSet: true, Text: var zone } place && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            place.Invalid(zone.Length == 0 ? "timeZone must be nil or non-empty string" : $"unknown time zone {zone}");
        spec["concurrencyPolicy"].RequireChoice("Allow", "Forbid", "Replace");
        var job = spec["jobTemplate"]["spec"];
        CheckSpec(job);
        if (job["selector"].IsSet)
            job["selector"].Invalid("`selector` will be auto-generated");
        if (job["manualSelector"].IsTrue)
            job.Findings.NotSupported(job["manualSelector"].Path, true, "nil", "false");
        spec["successfulJobsHistoryLimit"].RequireNonNegative();
        spec["failedJobsHistoryLimit"].RequireNonNegative();
    }

    private static void CheckSchedule(FieldCursor schedule)
    {
        var isZoned = schedule.Text.Contains("TZ", StringComparison.Ordinal);
        var fields = schedule.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(isZoned ? 1 : 0).ToList();
        if (fields.Count != 5 && !schedule.Text.StartsWith('@'))
            schedule.Invalid(string.Create(CultureInfo.InvariantCulture, $"expected exactly 5 fields, found {fields.Count}: [{string.Join(' ', fields)}]"));
        if (isZoned)
            schedule.Invalid("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
    }

    private static void CheckGenerated(FieldCursor job, FieldCursor selector)
    {
        var (labels, expected) = (job["spec"]["template"]["metadata"]["labels"], new JsonObject());
        foreach (var (key, value) in JobSelector.Labels(job["metadata"]["uid"].Text, job["metadata"]["name"].Text))
        {
            expected[key] = value;
            if (!labels.Key(key).IsSet)
                labels.Findings.Required(labels.Key(key).Path, $"must be '{value}'");
            else if (labels.Key(key).Text != value)
                labels.Findings.Invalid(labels.Key(key).Path, labels.Value, $"must be '{value}'");
        }
        if (!LabelSelector.Matches(selector.Value, expected.Map()))
            selector.Invalid("`selector` not auto-generated");
    }

    private static void CheckSpec(FieldCursor spec)
    {
        foreach (var number in Numbers)
            spec[number].RequireNonNegative();
        if (spec["maxFailedIndexes"].IsSet)
            spec["backoffLimitPerIndex"].RequireSet("when maxFailedIndexes is specified");
        if (spec["managedBy"].IsSet)
            ClassRules.CheckDomainPath(spec["managedBy"]);
        spec["completionMode"].Choose("NonIndexed", "Indexed");
        if (spec["completionMode"].Text == "Indexed")
            CheckIndexed(spec);
        else
            foreach (var field in (ReadOnlySpan<string>)["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"])
                if (spec[field].IsSet)
                    spec[field].Invalid("requires indexed completion mode");
        JobFailureRules.Check(spec);
        PodTemplateRules.Check(spec["template"]);
        var policy = spec["template"]["spec"]["restartPolicy"];
        if (policy.Text == "Always")
            policy.Findings.Required(policy.Path, "valid values: \"OnFailure\", \"Never\"");
        else if (policy.Text == "OnFailure" && spec["podFailurePolicy"].IsSet)
            policy.Invalid("only \"Never\" is supported when podFailurePolicy is specified");
        else
            policy.Choose("OnFailure", "Never");
    }

    private static void CheckIndexed(FieldCursor spec)
    {
        spec["completions"].RequireSet("when completion mode is Indexed");
        if (spec["parallelism"].Number > 100_000)
            spec["parallelism"].Invalid("must be less than or equal to 100000 when completion mode is Indexed");
        if (spec["maxFailedIndexes"].Number > spec["completions"].Number)
            spec["maxFailedIndexes"].Invalid("must be less than or equal to completions");
        if (spec["successPolicy"].IsSet)
            spec["successPolicy"]["rules"].Require("at least one rules must be specified when the successPolicy is specified");
    }

    // A suspended Job that never started may still be steered to other nodes.
    private static bool MayChangeTemplate(FieldCursor spec, FieldCursor before) => spec["suspend"].IsTrue && before["suspend"].IsTrue;
}
