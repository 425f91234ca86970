using Cake.Istio.Sandbox.Registry;

namespace Cake.Istio.Sandbox.Validation;

/// <summary>Jobs and CronJobs.</summary>
internal static class JobRules
{
    private static readonly string[] Numbers = ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished"];

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
    }

    /// <summary>What a Job runs, stays.</summary>
    public static void CheckKept(FieldCursor job, FieldCursor old)
    {
        var (spec, before) = (job["spec"], old["spec"]);
        if (spec["completionMode"].Text != "Indexed")
            spec["completions"].RequireUnchanged(before["completions"]);
        foreach (var field in (ReadOnlySpan<string>)["selector", "template", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy"])
            if (field != "template" || !MayChangeTemplate(spec, before))
                spec[field].RequireUnchanged(before[field]);
    }

    /// <summary>Checks a CronJob.</summary>
    public static void CheckCronJob(FieldCursor cron)
    {
        var spec = cron["spec"];
        if (spec["schedule"].Require() && spec["schedule"].Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != 5
            && !spec["schedule"].Text.StartsWith('@'))
            spec["schedule"].Invalid($"expected exactly 5 fields, found {spec["schedule"].Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length}: [{spec["schedule"].Text}]");
        spec["startingDeadlineSeconds"].RequireNonNegative();
        spec["concurrencyPolicy"].RequireChoice("Allow", "Forbid", "Replace");
        spec["successfulJobsHistoryLimit"].RequireNonNegative();
        spec["failedJobsHistoryLimit"].RequireNonNegative();
        CheckSpec(spec["jobTemplate"]["spec"]);
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
        if (!SelectorRules.Matches(selector, new FieldCursor(expected, "", selector.Findings)))
            selector.Invalid("`selector` not auto-generated");
    }

    private static void CheckSpec(FieldCursor spec)
    {
        foreach (var number in Numbers)
            spec[number].RequireNonNegative();
        spec["completionMode"].Choose("NonIndexed", "Indexed");
        if (spec["completionMode"].Text == "Indexed")
            spec["completions"].RequireSet("when completion mode is Indexed");
        PodTemplateRules.Check(spec["template"]);
        var policy = spec["template"]["spec"]["restartPolicy"];
        if (policy.Text == "Always")
            policy.Findings.Required(policy.Path, "valid values: \"OnFailure\", \"Never\"");
        else
            policy.Choose("OnFailure", "Never");
    }

    // A suspended Job that never started may still be steered to other nodes.
    private static bool MayChangeTemplate(FieldCursor spec, FieldCursor before) => spec["suspend"].IsTrue && before["suspend"].IsTrue;
}
