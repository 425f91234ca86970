namespace Cake.Istio.Sandbox.Validation;

/// <summary>The status of a Job (ValidateJobStatusUpdate): what was wrong before and is left alone does not hold a write up.</summary>
internal static class JobStatusRules
{
    private const string Met = "SuccessCriteriaMet";

    /// <summary>Checks it.</summary>
    public static void Check(FieldCursor job, FieldCursor old)
    {
        var (status, before, spec) = (job["status"], old["status"], job["spec"]);
        foreach (var count in (ReadOnlySpan<string>)["active", "succeeded", "failed", "ready", "terminating"])
            status[count].RequireNonNegative();
        CheckUncounted(status["uncountedTerminatedPods"]);
        CheckTimes(status, before, spec);
        CheckConditions(status, before, spec["successPolicy"].IsSet);
        if (Is(status, "Complete") || Is(status, "Failed"))
            CheckEnded(status, before, spec);
        JobIndexRules.Check(job, old);
        if (Changed(status, before, "ready", "active") && status["ready"].Number > (status["active"].Number ?? 0))
            status["ready"].Invalid("cannot set more ready pods than active");
        // An indexed Job may be scaled down.
        var mayShrink = spec["completionMode"].Text == "Indexed" && spec["completions"].Number == spec["parallelism"].Number;
        foreach (var count in (ReadOnlySpan<string>)["failed", "succeeded"])
            if ((status[count].Number ?? 0) < (before[count].Number ?? 0) && !(count == "succeeded" && mayShrink))
                status.Findings.Invalid(status[count].Path, status[count].Number ?? 0, $"cannot decrease the {count} counter");
    }

    /// <summary>Is any of these fields other than before?</summary>
    public static bool Changed(FieldCursor status, FieldCursor before, params string[] fields) => fields.Any(field => !JsonNode.DeepEquals(status[field].Value, before[field].Value));

    private static bool Is(FieldCursor status, string type, string value = "True") =>
        status["conditions"].Items().Any(condition => condition["type"].Text == type && condition["status"].Text == value);

    private static void CheckUncounted(FieldCursor pods)
    {
        var seen = new HashSet<string>();
        foreach (var uid in pods["succeeded"].Items().Concat(pods["failed"].Items()))
            if (uid.Text.Length == 0)
                uid.Invalid("must not be empty");
            else if (!seen.Add(uid.Text))
                uid.Findings.Duplicate(uid.Path, uid.Text);
    }

    private static void CheckConditions(FieldCursor status, FieldCursor before, bool hasPolicy)
    {
        var (complete, failed, target, met) = (Is(status, "Complete"), Is(status, "Failed"), Is(status, "FailureTarget"), Is(status, Met));
        var (completes, fails) = (complete != Is(before, "Complete"), failed != Is(before, "Failed"));
        Refuse((completes || fails) && complete && failed, "cannot set Complete=True and Failed=true conditions");
        Refuse((completes || target != Is(before, "FailureTarget")) && complete && target, "cannot set Complete=True and FailureTarget=true conditions");
        Refuse((fails || Changed(status, before, "failedIndexes")) && failed && !target, "cannot set Failed=True condition without the FailureTarget=true condition");
        Refuse((completes || met != Is(before, Met)) && complete && !met, "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
        Refuse(met && failed, "cannot set SuccessCriteriaMet=True and Failed=true conditions");
        Refuse(met && target, "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
        Refuse(hasPolicy && !met && complete, "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
        foreach (var type in (ReadOnlySpan<string>)["Failed", "Complete", "FailureTarget"])
            Refuse(Is(before, type) && !Is(status, type), $"cannot disable the terminal {type}=True condition");
        Refuse(Is(before, Met) && !met, "cannot disable the SuccessCriteriaMet=True condition");
        Refuse(Is(before, "Complete") && !Is(before, Met) && met, "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");

        void Refuse(bool isBroken, string detail)
        {
            if (isBroken)
                status.Findings.Invalid("status.conditions", detail);
        }
    }

    private static void CheckTimes(FieldCursor status, FieldCursor before, FieldCursor spec)
    {
        var (complete, start, end) = (Is(status, "Complete"), status["startTime"], status["completionTime"]);
        var isNew = complete != Is(before, "Complete") || Changed(status, before, "completionTime");
        if (isNew && end.IsSet && !complete)
            end.Invalid("cannot set completionTime when there is no Complete=True condition");
        if (isNew && complete)
            end.RequireSet("completionTime is required for Complete jobs");
        if (Changed(status, before, "startTime", "completionTime") && end.Value.Time() < start.Value.Time())
            end.Invalid("must be equal to or after `startTime`");
        if (end.IsSet && before["completionTime"].IsSet)
            end.RequireUnchanged(before["completionTime"]);
        var resumes = Is(before, "Suspended") && Is(status, "Suspended", "False");
        if (before["startTime"].IsSet && !spec["suspend"].IsTrue && !resumes)
            start.RequireUnchanged(before["startTime"], "field is immutable for unsuspended job once set");
    }

    private static void CheckEnded(FieldCursor status, FieldCursor before, FieldCursor spec)
    {
        var ends = !Is(before, "Complete") && !Is(before, "Failed");
        foreach (var count in (ReadOnlySpan<string>)["active", "terminating"])
            if ((ends || Changed(status, before, count)) && status[count].Number > 0)
                status[count].Invalid($"{count}>0 is invalid for finished job");
        if ((ends || Changed(status, before, "startTime")) && !(spec["suspend"].IsTrue && spec["completions"].Number == 0))
            status["startTime"].RequireSet("startTime is required for finished job");
        var pods = status["uncountedTerminatedPods"];
        if ((ends || Changed(status, before, "uncountedTerminatedPods")) && pods["failed"].Count + pods["succeeded"].Count > 0)
            pods.Invalid("must be empty for finished job");
    }
}
