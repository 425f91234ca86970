using Cake.Istio.Apply.Removal;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Apply;

/// <summary>Carries a plan out: stage by stage, everything of a stage in parallel; webhooks behind their gate.</summary>
/// <remarks>
/// One failure stops what needs that object and nothing else. How many requests are in flight is the connection's matter.
/// </remarks>
internal sealed class Applier(ClusterConnection cluster, RunDeadline deadline, WebhookGate gate, IProgress<ApplyEvent>? progress)
{
    private readonly WebhookRefusals _refusals = new(cluster);

    /// <summary>Writes what the plan says.</summary>
    /// <param name="plan">The plan, or the part of it that a task is about.</param>
    /// <param name="cancel">Ends the run; an object that is just being written may be written or not.</param>
    public async Task<ChangeSet> ApplyAsync(Plan plan, CancellationToken cancel)
    {
        var run = new ApplyRun(plan, progress);
        var wanted = plan.Changes.Where(change => change.Action != ChangeAction.Deleted);
        foreach (var stage in wanted.GroupBy(change => change.Stage).OrderBy(stage => stage.Key))
            await ApplyStageAsync(stage.Key, [.. stage], run, cancel);
        await DeleteAsync([.. plan.Changes.Where(change => change.Action == ChangeAction.Deleted)], run, cancel);
        return run.SoFar;
    }

    private async Task ApplyStageAsync(Stage stage, IReadOnlyList<PlannedChange> changes, ApplyRun run, CancellationToken cancel)
    {
        var writes = changes.Where(change => change.IsWrite).ToList();
        if (writes.Count > 0)
            progress?.Report(new ApplyEvent.StageStarted(stage, writes.Count));
        await run.InOrderAsync(changes, async () =>
        {
            if (stage == Stage.Webhooks)
                await gate.WaitAsync(writes, run, cancel);
            await Task.WhenAll(changes.Where(change => !run.IsDone(change)).Select(change => ApplyAsync(change, run, cancel)));
        });
        if (stage == Stage.CustomResourceDefinitions)
            await new DefinitionBarrier(cluster, deadline, progress).WaitAsync(changes, run, cancel);
    }

    private async Task ApplyAsync(PlannedChange change, ApplyRun run, CancellationToken cancel)
    {
        if (!change.IsWrite)
        {
            run.Finish(change, change.Action, change.Message);
            return;
        }

        foreach (var need in change.Needs)
        {
            if (await run.OutcomeAsync(need, change.Stage, cancel) is { Action: ChangeAction.Failed or ChangeAction.Skipped } missing)
            {
                run.Finish(change, ChangeAction.Skipped, $"it needs {missing.Subject}, which {(missing.Action == ChangeAction.Failed ? "failed" : "was skipped")}");
                return;
            }
        }

        await WriteAsync(change, run, cancel);
    }

    private async Task WriteAsync(PlannedChange change, ApplyRun run, CancellationToken cancel)
    {
        try
        {
            var (action, uid) = await new ObjectWriter(cluster, deadline, run.OwnServices, progress).WriteAsync(change, cancel);
            run.Finish(change, action, change.Message, uid);
        }
        catch (ApiException refusal)
        {
            run.Fail(change, await _refusals.OfAsync(refusal.Status, exists: change.Live is not null, cancel));
        }
        catch (MeshException failure)
        {
            run.Fail(change, new(failure.Code, failure.Text, failure.Hint));
        }
    }

    // What the release no longer has goes last, and only once everything that it has is there.
    private async Task DeleteAsync(IReadOnlyList<PlannedChange> dropped, ApplyRun run, CancellationToken cancel)
    {
        var orphans = new OrphanedWebhooks(cluster, deadline, [.. dropped.Where(RuntimeObjects.ComesBack)]);
        var isIncomplete = run.SoFar.Changes.Any(done => done.Action is ChangeAction.Failed or ChangeAction.Skipped);
        foreach (var stage in dropped.GroupBy(change => change.Stage).OrderByDescending(stage => stage.Key))
        {
            if (isIncomplete)
            {
                foreach (var change in stage)
                    run.Finish(change, ChangeAction.Skipped, "it is deleted once everything else is applied");
            }
            else
            {
                Task RemoveAsync() => run.InOrderAsync(stage, () => Task.WhenAll(stage.Select(change => DeleteAsync(change, run, cancel))));
                await (stage.Key == Stage.Workloads ? orphans.OutliveAsync([.. stage], RemoveAsync, cancel) : RemoveAsync());
            }
        }
    }

    private async Task DeleteAsync(PlannedChange change, ApplyRun run, CancellationToken cancel)
    {
        try
        {
            await cluster.DeleteAsync(change.Resource!, change.Subject.Namespace, change.Subject.Name, new() { Uid = (string?)change.Live?["metadata"]?["uid"] }, cancel);
            run.Finish(change, ChangeAction.Deleted, change.Message);
        }
        catch (ApiException refusal) when (refusal.Status.Code == 409)
        {
            run.Finish(change, ChangeAction.Skipped, "it is no longer the object that was recorded");
        }
        catch (ApiException refusal)
        {
            run.Fail(change, await _refusals.OfAsync(refusal.Status, exists: true, cancel));
        }
    }
}
