namespace Cake.Istio.Sandbox.Controllers.Jobs;

/// <summary>How a Job ends.</summary>
/// <param name="Criteria">The condition that announces it before all Pods are gone.</param>
/// <param name="Condition">The condition that is final.</param>
/// <param name="Reason">The reason of both.</param>
/// <param name="Message">The message of both.</param>
internal sealed record JobOutcome(string Criteria, string Condition, string Reason, string Message)
{
    /// <summary>Enough Pods succeeded.</summary>
    public static JobOutcome Complete { get; } = new("SuccessCriteriaMet", "Complete", "CompletionsReached", "Reached expected number of succeeded pods");

    /// <summary>More Pods failed than <c>backoffLimit</c>.</summary>
    public static JobOutcome BackOffLimit { get; } = new("FailureTarget", "Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit");

    /// <summary>It took longer than <c>activeDeadlineSeconds</c>.</summary>
    public static JobOutcome Deadline { get; } = new("FailureTarget", "Failed", "DeadlineExceeded", "Job was active longer than specified deadline");
}
