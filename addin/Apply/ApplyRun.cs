using System.Collections.Concurrent;

namespace Cake.Istio.Apply;

/// <summary>What has become of the objects of a plan so far.</summary>
internal sealed class ApplyRun
{
    private readonly Plan _plan;
    private readonly IProgress<ApplyEvent>? _progress;
    private readonly Dictionary<ObjectKey, Stage> _stages;
    private readonly ConcurrentDictionary<ObjectKey, TaskCompletionSource<Change>> _outcomes = new();
    private readonly Lock _telling = new();
    private Queue<ObjectKey> _turns = new();

    /// <summary>Starts with nothing done.</summary>
    public ApplyRun(Plan plan, IProgress<ApplyEvent>? progress)
    {
        _plan = plan;
        _progress = progress;
        OwnServices = new(plan.Changes.Select(change => change.Key));
        _stages = plan.Changes.ToDictionary(change => change.Key, change => change.Stage);
        foreach (var change in plan.Changes)
            _outcomes[change.Key] = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The Services that the plan brings or keeps.</summary>
    public OwnServices OwnServices { get; }

    /// <summary>What was done so far, in the order of the plan.</summary>
    public ChangeSet SoFar => new([.. _plan.Changes.Select(change => _outcomes[change.Key].Task).Where(task => task.IsCompleted).Select(task => task.Result)]);

    /// <summary>Whether it is decided what becomes of an object.</summary>
    public bool IsDone(PlannedChange change) => _outcomes[change.Key].Task.IsCompleted;

    /// <summary>Waits for what became of an object that another one needs; null where the plan does not have it.</summary>
    public async Task<Change?> OutcomeAsync(ObjectKey need, Stage neededIn, CancellationToken cancel) =>
        // Something that comes later cannot be waited for; it is there from an earlier install, or the server will say that it is missing.
        _stages.TryGetValue(need, out var stage) && stage <= neededIn ? await _outcomes[need].Task.WaitAsync(cancel) : null;

    /// <summary>
    /// Does work on objects in parallel. What became of them is told in the order of the plan, whoever finishes first: two runs of the same read alike.
    /// </summary>
    /// <param name="changes">The objects.</param>
    /// <param name="work">Finishes every one of them, unless it is cancelled.</param>
    public async Task InOrderAsync(IEnumerable<PlannedChange> changes, Func<Task> work)
    {
        lock (_telling)
            _turns = new(changes.Select(change => change.Key));
        try
        {
            await work();
        }
        finally
        {
            lock (_telling)
            {
                _turns = new(_turns.Where(key => _outcomes[key].Task.IsCompleted));
                TellTurns();
            }
        }
    }

    /// <summary>Records what became of an object.</summary>
    public void Finish(PlannedChange planned, ChangeAction action, string? message = null, string? uid = null) =>
        Finish(planned, Outcome(planned, action, message) with { Uid = uid ?? (string?)planned.Live?["metadata"]?["uid"] });

    /// <summary>Records that an object was refused.</summary>
    public void Fail(PlannedChange planned, Refusal refusal) =>
        Finish(planned, Outcome(planned, ChangeAction.Failed, refusal.Message) with { Hint = refusal.Hint, Uid = (string?)planned.Live?["metadata"]?["uid"] });

    private static Change Outcome(PlannedChange planned, ChangeAction action, string? message) =>
        new(planned.Subject, action) { Message = message, Source = planned.Source, Stage = planned.Stage };

    private void Finish(PlannedChange planned, Change change)
    {
        // Under the lock, or another object's turn could tell this one before it does so itself.
        lock (_telling)
        {
            var isFirst = _outcomes[planned.Key].TrySetResult(change);
            if (!isFirst)
            {
                // An object that was written and then did not come to life.
                _outcomes[planned.Key] = new();
                _outcomes[planned.Key].SetResult(change);
            }

            if (isFirst && _turns.Contains(planned.Key))
                TellTurns();
            else
                _progress?.Report(new ApplyEvent.ObjectDone(change, isFirst));
        }
    }

    private void TellTurns()
    {
        while (_turns.TryPeek(out var next) && _outcomes[next].Task is { IsCompleted: true, Result: var change })
        {
            _turns.Dequeue();
            _progress?.Report(new ApplyEvent.ObjectDone(change, IsFirst: true));
        }
    }
}
