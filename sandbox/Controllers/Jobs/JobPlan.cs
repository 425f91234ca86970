namespace Cake.Istio.Sandbox.Controllers.Jobs;

/// <summary>What a Job needs, given its Pods.</summary>
internal sealed class JobPlan
{
    /// <summary>The annotation and label with the number of a completion.</summary>
    public const string CompletionIndex = "batch.kubernetes.io/job-completion-index";

    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastBackOff = TimeSpan.FromMinutes(10);

    private readonly JsonObject _job;
    private readonly IReadOnlyList<JsonObject> _pods;
    private readonly DateTimeOffset _now;

    /// <summary>Looks at a Job.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="pods">Its Pods.</param>
    /// <param name="now">The time.</param>
    public JobPlan(JsonObject job, IReadOnlyList<JsonObject> pods, DateTimeOffset now)
    {
        (_job, _pods, _now) = (job, pods, now);
        Active = [.. pods.Where(pod => pod.IsActive())];
        CompletedIndexes = [.. pods.Where(pod => pod.Phase() == "Succeeded").Select(IndexOf).OfType<int>()];
        Succeeded = IsIndexed ? CompletedIndexes.Count : pods.Count(pod => pod.Phase() == "Succeeded");
        Failed = pods.Count(pod => pod.Phase() == "Failed");
        Ended = Condition.IsTrue(job, "Complete") || Condition.IsTrue(job, "Failed");
        Outcome = Ended ? null : Judge();
    }

    /// <summary>The Pods that still run or are to run.</summary>
    public IReadOnlyList<JsonObject> Active { get; }

    /// <summary>How many Pods succeeded.</summary>
    public int Succeeded { get; }

    /// <summary>Whether each completion has a number.</summary>
    public bool IsIndexed => _job.Text("spec", "completionMode") == "Indexed";

    /// <summary>The numbers that are done.</summary>
    public SortedSet<int> CompletedIndexes { get; }

    /// <summary>The numbers of the Pods to create now; null for Pods without.</summary>
    public IEnumerable<int?> NextIndexes => IsIndexed
        ? Enumerable.Range(0, Completions).Except(CompletedIndexes).Except(Active.Select(IndexOf).OfType<int>()).Select(index => (int?)index).Take(Missing)
        : Enumerable.Repeat<int?>(null, Missing);

    /// <summary>How many Pods failed.</summary>
    public int Failed { get; }

    /// <summary>Whether the Job ended before.</summary>
    public bool Ended { get; }

    /// <summary>How the Job ends now; null while it goes on.</summary>
    public JobOutcome? Outcome { get; }

    /// <summary>How many Pods to create now; 0 while a failed one's back-off runs.</summary>
    public int Missing => Ended || Outcome is not null || IsSuspended || _job.IsDeleting() || BackOff > TimeSpan.Zero ? 0 : Math.Max(0, Wanted - Active.Count);

    /// <summary>The Pods that are to go: all once the Job ends or is suspended, and those beyond its parallelism.</summary>
    public IReadOnlyList<JsonObject> Surplus => Ended || Outcome is not null || IsSuspended ? Active : [.. Active.Skip(Wanted)];

    /// <summary>Whether the Job is not to run for now.</summary>
    public bool IsSuspended => _job.Flag("spec", "suspend") == true;

    /// <summary>How long until a Pod may be created after a failure: 10 s, doubling with each, at most 10 min.</summary>
    public TimeSpan BackOff
    {
        get
        {
            if (Failed == 0)
                return TimeSpan.Zero;
            var last = _pods.Where(pod => pod.Phase() == "Failed").Max(FinishedAt);
            var delay = TimeSpan.FromTicks(Math.Min(LastBackOff.Ticks, FirstBackOff.Ticks << Math.Min(Failed - 1, 10)));
            return last + delay - _now;
        }
    }

    /// <summary>How long until <c>activeDeadlineSeconds</c> passes; null when none runs.</summary>
    public TimeSpan? Deadline => Ended || IsSuspended || _job.Number("spec", "activeDeadlineSeconds") is not { } seconds || _job.Time("status", "startTime") is not { } start
        ? null
        : start + TimeSpan.FromSeconds(seconds) - _now;

    /// <summary>How long until the ended Job is deleted by <c>ttlSecondsAfterFinished</c>; null when it is kept.</summary>
    public TimeSpan? TimeToLive
    {
        get
        {
            var ended = new[] { "Complete", "Failed" }.Select(type => Condition.Find(_job["status"], type)).FirstOrDefault(condition => condition?.Text("status") == "True");
            return ended is not null && _job.Number("spec", "ttlSecondsAfterFinished") is { } seconds
                ? (ended.Time("lastTransitionTime") ?? _now) + TimeSpan.FromSeconds(seconds) - _now
                : null;
        }
    }

    private static int? IndexOf(JsonObject pod) =>
        int.TryParse(pod.Annotation(CompletionIndex), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private int Completions => (int)(_job.Number("spec", "completions") ?? 0);

    // Without completions, Pods are made until the first one succeeds.
    private int Wanted
    {
        get
        {
            var parallelism = (int)(_job.Number("spec", "parallelism") ?? 1);
            return _job.Number("spec", "completions") is null ? (Succeeded > 0 ? 0 : parallelism) : Math.Min(parallelism, Math.Max(0, Completions - Succeeded));
        }
    }

    // A Pod that restarts its containers itself counts by its restarts.
    private long Restarts => _job.Text("spec", "template", "spec", "restartPolicy") == "OnFailure"
        ? Active.SelectMany(pod => pod.Objects("status", "containerStatuses")).Sum(container => container.Number("restartCount") ?? 0)
        : 0;

    private JobOutcome? Judge()
    {
        var limit = _job.Number("spec", "backoffLimit") ?? 6;
        if (Failed > limit || (Restarts > 0 && Restarts >= limit))
            return JobOutcome.BackOffLimit;
        if (Deadline is { } left && left <= TimeSpan.Zero)
            return JobOutcome.Deadline;
        var done = _job.Number("spec", "completions") is null ? Succeeded > 0 && Active.Count == 0 : Succeeded >= Completions;
        return done ? JobOutcome.Complete : null;
    }

    private DateTimeOffset FinishedAt(JsonObject pod) =>
        pod.Objects("status", "containerStatuses").Select(container => container.Time("state", "terminated", "finishedAt")).Max() ?? pod.Created();
}
