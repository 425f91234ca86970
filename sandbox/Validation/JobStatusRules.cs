namespace Cake.Istio.Sandbox.Validation;

/// <summary>The status of a Job (ValidateJobStatusUpdate): a rule about fields that this write leaves alone does not hold it up.</summary>
internal static class JobStatusRules
{
    /// <summary>Checks it.</summary>
    public static void Check(FieldCursor job, FieldCursor old)
    {
        var (status, before) = (job["status"], old["status"]);
        foreach (var count in (ReadOnlySpan<string>)["active", "succeeded", "failed", "ready", "terminating"])
            status[count].RequireNonNegative();
        CheckUncounted(status["uncountedTerminatedPods"]);
        CheckEnd(job, old);
        CheckFinished(job, old);
        JobIndexRules.Check(job, old);
        if (Changed(status, before, "ready", "active") && status["ready"].Number > (status["active"].Number ?? 0))
            status["ready"].Invalid("cannot set more ready pods than active");
        CheckCriteria(status, before, job["spec"]["successPolicy"].IsSet);
        CheckProgress(job, old);
    }

    /// <summary>Is any of these fields other than before?</summary>
    public static bool Changed(FieldCursor status, FieldCursor before, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
            if (!JsonNode.DeepEquals(status[field].Value, before[field].Value))
                return true;
        return false;
    }

    /// <summary>Does a condition hold?</summary>
    public static bool Is(FieldCursor status, string type) => status["conditions"].Items().Any(condition => condition["type"].Text == type && condition["status"].Text == "True");

    private static void CheckUncounted(FieldCursor pods)
    {
        var seen = new HashSet<string>();
        foreach (var uid in pods["succeeded"].Items().Concat(pods["failed"].Items()))
            if (uid.Text.Length == 0)
                uid.Invalid("must not be empty");
            else if (!seen.Add(uid.Text))
                uid.Findings.Duplicate(uid.Path, uid.Text);
    }

    private static void CheckEnd(FieldCursor job, FieldCursor old)
    {
        var (status, before) = (job["status"], old["status"]);
        var (isComplete, isFailed, ended) = (Is(status, "Complete"), Is(status, "Failed"), status["completionTime"]);
        var completes = isComplete != Is(before, "Complete");
        if ((completes || isFailed != Is(before, "Failed")) && isComplete && isFailed)
            Contradict(status, "cannot set Complete=True and Failed=true conditions");
        if ((completes || Turned(status, before, "FailureTarget")) && isComplete && Is(status, "FailureTarget"))
            Contradict(status, "cannot set Complete=True and FailureTarget=true conditions");
        if (completes || Changed(status, before, "completionTime"))
        {
            if (ended.IsSet && !isComplete)
                ended.Invalid("cannot set completionTime when there is no Complete=True condition");
            if (isComplete)
                ended.RequireSet("completionTime is required for Complete jobs");
        }
        if (Changed(status, before, "startTime", "completionTime") && Time(ended) < Time(status["startTime"]))
            ended.Invalid("must be equal to or after `startTime`");
        if ((isFailed != Is(before, "Failed") || Changed(status, before, "failedIndexes")) && isFailed && !Is(status, "FailureTarget"))
            Contradict(status, "cannot set Failed=True condition without the FailureTarget=true condition");
        if ((completes || Turned(status, before, "SuccessCriteriaMet")) && isComplete && !Is(status, "SuccessCriteriaMet"))
            Contradict(status, "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
    }

    private static void CheckFinished(FieldCursor job, FieldCursor old)
    {
        var (status, before, spec) = (job["status"], old["status"], job["spec"]);
        if (!IsFinished(status))
            return;
        var finishes = !IsFinished(before);
        if ((finishes || Changed(status, before, "active")) && status["active"].Number > 0)
            status["active"].Invalid("active>0 is invalid for finished job");
        if ((finishes || Changed(status, before, "startTime")) && !(spec["suspend"].IsTrue && spec["completions"].Number == 0))
            status["startTime"].RequireSet("startTime is required for finished job");
        var pods = status["uncountedTerminatedPods"];
        if ((finishes || Changed(status, before, "uncountedTerminatedPods")) && pods["failed"].Count + pods["succeeded"].Count > 0)
            pods.Invalid("must be empty for finished job");
        if ((finishes || Changed(status, before, "terminating")) && status["terminating"].Number > 0)
            status["terminating"].Invalid("terminating>0 is invalid for finished job");
    }

    private static void CheckCriteria(FieldCursor status, FieldCursor before, bool hasPolicy)
    {
        if (Is(status, "SuccessCriteriaMet"))
        {
            foreach (var other in (ReadOnlySpan<string>)["Failed", "FailureTarget"])
                if (Is(status, other))
                    Contradict(status, $"cannot set SuccessCriteriaMet=True and {other}=true conditions");
        }
        else if (hasPolicy && Is(status, "Complete"))
        {
            Contradict(status, "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
        }
        foreach (var type in (ReadOnlySpan<string>)["Failed", "Complete", "FailureTarget"])
            if (Is(before, type) && !Is(status, type))
                Contradict(status, $"cannot disable the terminal {type}=True condition");
    }

    private static void CheckProgress(FieldCursor job, FieldCursor old)
    {
        var (status, before, spec) = (job["status"], old["status"], job["spec"]);
        // An indexed Job may be scaled down.
        var mayShrink = spec["completionMode"].Text == "Indexed" && spec["completions"].Number == spec["parallelism"].Number;
        foreach (var count in (ReadOnlySpan<string>)["failed", "succeeded"])
            if ((status[count].Number ?? 0) < (before[count].Number ?? 0) && !(count == "succeeded" && mayShrink))
                status.Findings.Invalid(status[count].Path, status[count].Number ?? 0, $"cannot decrease the {count} counter");
        if (status["completionTime"].IsSet && before["completionTime"].IsSet)
            status["completionTime"].RequireUnchanged(before["completionTime"]);
        var resumes = Is(before, "Suspended") && status["conditions"].Items().Any(condition => condition["type"].Text == "Suspended" && condition["status"].Text == "False");
        if (before["startTime"].IsSet && !spec["suspend"].IsTrue && !resumes)
            status["startTime"].RequireUnchanged(before["startTime"], "field is immutable for unsuspended job once set");
        if (Is(before, "SuccessCriteriaMet") && !Is(status, "SuccessCriteriaMet"))
            Contradict(status, "cannot disable the SuccessCriteriaMet=True condition");
        if (Is(before, "Complete") && !Is(before, "SuccessCriteriaMet") && Is(status, "SuccessCriteriaMet"))
            Contradict(status, "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
    }

    private static bool Turned(FieldCursor status, FieldCursor before, string type) => Is(status, type) != Is(before, type);

    private static bool IsFinished(FieldCursor status) => Is(status, "Complete") || Is(status, "Failed");

    private static DateTimeOffset? Time(FieldCursor value) => value.Value.Time();

    private static void Contradict(FieldCursor status, string detail) => status.Findings.Invalid(status["conditions"].Path, detail);
}
