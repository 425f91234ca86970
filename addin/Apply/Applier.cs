using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Apply;

/// <summary>Carries a plan out: stage by stage, everything of a stage in parallel.</summary>
/// <remarks>
/// One failure stops what needs that object and nothing else. How many requests are in flight is the connection's matter.
/// </remarks>
internal sealed class Applier(ClusterConnection cluster, RunDeadline deadline, IProgress<ApplyEvent>? progress)
{
    /// <summary>Writes what the plan says.</summary>
    /// <param name="plan">The plan, or the part of it that a task is about.</param>
    /// <param name="gate">Is asked before each stage that writes; null lets every stage pass.</param>
    /// <param name="cancel">Ends the run; an object that is just being written may be written or not.</param>
    public async Task<ChangeSet> ApplyAsync(Plan plan, StageGate? gate, CancellationToken cancel)
    {
        var run = new ApplyRun(plan, progress);
        var wanted = plan.Changes.Where(change => change.Action != ChangeAction.Deleted);
        foreach (var stage in wanted.GroupBy(change => change.Stage).OrderBy(stage => stage.Key))
            await ApplyStageAsync(stage.Key, [.. stage], run, gate, cancel);
        await DeleteAsync(plan.Changes.Where(change => change.Action == ChangeAction.Deleted), run, cancel);
        return run.SoFar;
    }

    private async Task ApplyStageAsync(Stage stage, IReadOnlyList<PlannedChange> changes, ApplyRun run, StageGate? gate, CancellationToken cancel)
    {
        var writes = changes.Where(change => change.IsWrite).ToList();
        if (writes.Count > 0)
        {
            progress?.Report(new ApplyEvent.StageStarted(stage, writes.Count));
            if (gate is not null && await gate(stage, run.SoFar, cancel) is { } closed)
            {
                foreach (var change in changes)
                    run.Finish(change, change.IsWrite ? ChangeAction.Skipped : change.Action, change.IsWrite ? closed : change.Message);
                return;
            }
        }

        await Task.WhenAll(changes.Select(change => ApplyAsync(change, run, cancel)));
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
            if (change.Stage == Stage.Webhooks)
                await new WebhookBackends(cluster, deadline, progress).WaitAsync(change, cancel);
            var (action, uid) = await new ObjectWriter(cluster, deadline).WriteAsync(change, cancel);
            run.Finish(change, action, change.Message, uid);
        }
        catch (ApiException refusal)
        {
            run.Finish(change, ChangeAction.Failed, Refusal.Of(refusal.Status, exists: change.Live is not null).Message);
        }
        catch (MeshException failure)
        {
            run.Finish(change, ChangeAction.Failed, failure.Text);
        }
    }

    // What the release no longer has goes last, and only once everything that it has is there.
    private async Task DeleteAsync(IEnumerable<PlannedChange> dropped, ApplyRun run, CancellationToken cancel)
    {
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
                await Task.WhenAll(stage.Select(change => DeleteAsync(change, run, cancel)));
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
            run.Finish(change, ChangeAction.Failed, Refusal.Of(refusal.Status, exists: true).Message);
        }
    }
}
