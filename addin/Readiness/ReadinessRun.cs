using Cake.Core.Diagnostics;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Readiness;

/// <summary>One wait: takes in what the feeds deliver, judges, tells, and decides when to end.</summary>
internal sealed class ReadinessRun : IAsyncDisposable
{
    private static readonly TimeSpan LongestReserve = TimeSpan.FromSeconds(5);

    /// <summary>How long a wait that is about to end still listens, for what its report needs or a watch did not tell.</summary>
    private static readonly TimeSpan DiagnosisTime = TimeSpan.FromSeconds(2);

    private readonly RunDeadline _deadline;
    private readonly ReadinessOptions _options;
    private readonly ICakeLog _log;
    private readonly ApiDiscovery _discovery;
    private readonly HashSet<(ObjectRef Subject, string Trouble)> _told;
    private readonly IProgress<ReadinessEvent>? _progress;
    private readonly CancellationToken _cancel;
    private readonly FeedSet _feeds;
    private readonly List<TrackedObject> _tracked = [];
    private readonly LiveState _state = new();
    private readonly MeshProgress _facts;
    private readonly StuckDiagnosis _diagnosis;
    private readonly TimeSpan _reserve;
    private readonly long _start;

    public ReadinessRun(
        ClusterConnection cluster,
        RunDeadline deadline,
        ReadinessOptions options,
        ICakeLog log,
        ApiDiscovery discovery,
        HashSet<(ObjectRef Subject, string Trouble)> told,
        IProgress<ReadinessEvent>? progress,
        CancellationToken cancel)
    {
        (_deadline, _options, _log, _discovery, _told, _progress, _cancel) = (deadline, options, log, discovery, told, progress, cancel);
        _feeds = new(cluster, deadline.Time, cancel);
        _facts = new(deadline.Time);
        _diagnosis = new(cluster, deadline.Time);
        _start = deadline.Time.GetTimestamp();
        _reserve = deadline.Remaining / 10 is var tenth && tenth < LongestReserve ? tenth : LongestReserve;
    }

    private IEnumerable<TrackedObject> Unready => _tracked.Where(tracked => tracked.Result.Status != ReadinessStatus.Current);

    private IEnumerable<TrackedObject> Awaited => Unready.Where(tracked => tracked.IsAwaited);

    /// <summary>Adds an object to follow; if it is awaited, the wait does not end without it.</summary>
    public void Track(ObjectRef subject, ApiResource resource, bool isAwaited)
    {
        _tracked.Add(new(subject, FeedKey.Of(resource, subject.Namespace), isAwaited));
        _feeds.Follow(resource, subject.Namespace);
    }

    /// <summary>Ends the feeds.</summary>
    public ValueTask DisposeAsync() => _feeds.DisposeAsync();

    /// <summary>Waits.</summary>
    public async Task<ReadinessOutcome> WaitAsync()
    {
        for (var isSure = false; ;)
        {
            var cannotHeal = await JudgeAsync();
            if (!Awaited.Any())
                return Outcome(WaitEnd.Ready, []);
            var left = TimeLeft();
            if (cannotHeal)
                return await EndAsync(WaitEnd.CannotHeal);
            if (left <= TimeSpan.Zero && isSure)
                return await EndAsync(OutOfTime() <= TimeSpan.Zero ? WaitEnd.OutOfTime : WaitEnd.Stalled);
            isSure = left <= TimeSpan.Zero;
            FeedDiagnosis();
            if (isSure)
                await LookAgainAsync();
            else
                Take(await _feeds.NewsAsync(left));
        }
    }

    private TimeSpan OutOfTime() => _deadline.Remaining - _reserve;

    private TimeSpan TimeLeft()
    {
        var untilStall = Workloads().Any(workload => workload.IsPulling())
            ? _options.StallTimeout
            : _options.StallTimeout - _deadline.Time.GetElapsedTime(_facts.Last);
        return untilStall < OutOfTime() ? untilStall : OutOfTime();
    }

    // A watch that something on the way keeps back looks like a mesh in which nothing happens.
    private async Task LookAgainAsync()
    {
        var start = _deadline.Time.GetTimestamp();
        // The report has to fit into the rest of the reserve.
        var longest = _reserve / 2 < DiagnosisTime ? _reserve / 2 : DiagnosisTime;
        Take(await _feeds.StartOverAsync());
        while (!_feeds.AreListed && longest - _deadline.Time.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
            Take(await _feeds.NewsAsync(left));
    }

    private void Take(IReadOnlyList<FeedUpdate> news)
    {
        foreach (var update in news)
        {
            if (update is FeedUpdate.Ended ended)
                Ended(ended);
            _state.Take(update);
            _facts.Take(update);
        }
    }

    private void Ended(FeedUpdate.Ended ended)
    {
        if (_tracked.Exists(tracked => tracked.IsAwaited && tracked.Feed == ended.Feed))
            throw ended.Cause is ApiException refusal ? ClusterErrors.Translate(refusal) : ended.Cause;
        // Nothing will come of it any more, which is all that can be known.
        _state.Take(new FeedUpdate.Listed(ended.Feed, []));
        _log.Verbose("{0}", $"{ended.Feed.Kind}s cannot be watched, so less can be said about what is stuck: {ended.Cause.Message}");
    }

    private async Task<bool> JudgeAsync()
    {
        var cannotHeal = false;
        foreach (var tracked in _tracked.Where(tracked => _state.Knows(tracked.Feed)))
        {
            var live = _state.Find(tracked.Feed, tracked.Ref.Name);
            var result = live is null ? ReadinessResult.NotFound : ReadinessRules.Evaluate(live);
            if (result != tracked.Result)
            {
                _facts.Take(tracked.Ref, result);
                _progress?.Report(new ReadinessChanged(tracked.Ref, tracked.Result.Status == ReadinessStatus.Unknown ? null : tracked.Result, result));
                tracked.Result = result;
            }

            cannotHeal |= tracked.IsAwaited && result.Status == ReadinessStatus.Failed;
        }

        foreach (var tracked in Unready.ToList())
        {
            var workload = WorkloadOf(tracked);
            foreach (var trouble in workload?.Troubles() ?? [])
            {
                cannotHeal |= tracked.IsAwaited && !trouble.CanHeal;
                if (_told.Add((tracked.Ref, trouble.Identity)))
                    _progress?.Report(new ObjectStuck(await _diagnosis.ReportAsync(tracked, workload, trouble, _cancel)));
            }
        }

        return cannotHeal;
    }

    private async Task<ReadinessOutcome> EndAsync(WaitEnd end)
    {
        var start = _deadline.Time.GetTimestamp();
        FeedDiagnosis();
        while (end == WaitEnd.CannotHeal && !_feeds.AreListed && DiagnosisTime - _deadline.Time.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
        {
            Take(await _feeds.NewsAsync(left));
            await JudgeAsync();
            FeedDiagnosis();
        }

        if (!Awaited.Any())
            return Outcome(WaitEnd.Ready, []);
        var waits = Awaited.Select(tracked => _deadline.Waiting($"{tracked.Ref}: {tracked.Result.Message}")).ToList();
        var reports = await Task.WhenAll(Awaited.Select(tracked =>
        {
            var workload = WorkloadOf(tracked);
            return _diagnosis.ReportAsync(tracked, workload, workload?.Troubles().FirstOrDefault(), _cancel);
        }));
        waits.ForEach(wait => wait.Dispose());
        return Outcome(end, [.. reports.OrderBy(report => report.CanHeal)]);
    }

    private ReadinessOutcome Outcome(WaitEnd end, IReadOnlyList<StuckReport> stuck) =>
        new(end, [.. _tracked.Where(tracked => tracked.IsAwaited).Select(tracked => new ObjectReadiness(tracked.Ref, tracked.Result))], stuck, _deadline.Time.GetElapsedTime(_start));

    private IEnumerable<Workload> Workloads() => Unready.Select(WorkloadOf).OfType<Workload>();

    private Workload? WorkloadOf(TrackedObject tracked) =>
        Workload.IsWorkload(tracked.Ref.Kind) && _state.Find(tracked.Feed, tracked.Ref.Name) is { } live
            ? new(live, tracked.Feed.Namespace, _state, [.. _state.All("v1", "Event", tracked.Feed.Namespace).Select(ObjectEvent.Read)])
            : null;

    /// <summary>Follows what explains a wait, only where there is something to wait for.</summary>
    private void FeedDiagnosis()
    {
        foreach (var tracked in Unready.Where(tracked => _state.Knows(tracked.Feed) && Workload.IsWorkload(tracked.Ref.Kind)).ToList())
        {
            foreach (var (apiVersion, kind) in new[] { ("v1", "Pod"), ("apps/v1", "ReplicaSet"), ("v1", "Event") })
            {
                if (_discovery.Find(apiVersion, kind) is { } resource)
                    _feeds.Follow(resource, tracked.Ref.Namespace);
            }
        }
    }
}
