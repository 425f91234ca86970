namespace Cake.Istio.Sandbox.Controllers.Jobs;

/// <summary>The status of a Job.</summary>
internal static class JobStatus
{
    /// <summary>The next status. An end takes two steps: the criteria are announced, and once no Pod runs any more the Job is over.</summary>
    public static JsonObject Compute(JsonObject job, JobPlan plan, DateTimeOffset now)
    {
        var status = job.StatusCopy();
        if (plan.Ended)
            return status;
        if (plan.IsSuspended)
        {
            if (Set(status, "Suspended", "True", "JobSuspended", "Job suspended", now))
                status.Remove("startTime");
        }
        else
        {
            if (Condition.Find(status, "Suspended") is not null)
                Set(status, "Suspended", "False", "JobResumed", "Job resumed", now);
            if (status["startTime"] is null)
                status["startTime"] = now.Stamp();
        }
        var leaving = plan.Outcome is not null || plan.IsSuspended;
        status.Count("active", leaving ? 0 : plan.Active.Count);
        status["ready"] = leaving ? 0 : plan.Active.Count(pod => pod.IsReady());
        status["terminating"] = 0;
        status.Count("succeeded", plan.Succeeded);
        status.Count("failed", plan.Failed);
        if (plan.CompletedIndexes.Count > 0)
            status["completedIndexes"] = Ranges(plan.CompletedIndexes);
        status["uncountedTerminatedPods"] = new JsonObject();
        if (plan.Outcome is { } outcome)
            End(status, plan, outcome, now);
        return status;
    }

    // Three or more in a row are written as a range: 0-2,4,5.
    private static string Ranges(IEnumerable<int> numbers) => string.Join(',', numbers.Select((number, place) => (number, place)).GroupBy(item => item.number - item.place)
        .Select(run => run.Select(item => item.number).ToList()).Select(run => run.Count > 2 ? $"{run[0]}-{run[^1]}" : string.Join(',', run)));

    private static void End(JsonObject status, JobPlan plan, JobOutcome outcome, DateTimeOffset now)
    {
        Set(status, outcome.Criteria, "True", outcome.Reason, outcome.Message, now);
        if (plan.Active.Count > 0)
            return;
        Set(status, outcome.Condition, "True", outcome.Reason, outcome.Message, now);
        if (outcome == JobOutcome.Complete)
            status["completionTime"] = now.Stamp();
    }

    private static bool Set(JsonObject status, string type, string value, string reason, string message, DateTimeOffset now) => Condition.Set(status, new JsonObject
    {
        ["type"] = type,
        ["status"] = value,
        ["lastProbeTime"] = now.Stamp(),
        ["lastTransitionTime"] = now.Stamp(),
        ["reason"] = reason,
        ["message"] = message,
    });
}
