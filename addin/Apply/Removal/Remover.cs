using Cake.Istio.Cluster;

namespace Cake.Istio.Apply.Removal;

/// <summary>Carries a removal out: stage by stage in reverse, each gone before the next begins.</summary>
internal sealed class Remover(ClusterConnection cluster, RunDeadline deadline, IProgress<ApplyEvent>? progress)
{
    /// <summary>Removes the objects. What cannot be removed does not stop the rest.</summary>
    public async Task<ChangeSet> RemoveAsync(RemovalPlan plan, CancellationToken cancel)
    {
        var run = new ApplyRun(new(plan.Deletions) { Digest = "" }, progress);
        foreach (var stage in plan.Deletions.GroupBy(change => change.Stage).OrderByDescending(stage => stage.Key))
        {
            progress?.Report(new ApplyEvent.StageStarted(stage.Key, stage.Count()));
            await Task.WhenAll(stage.Select(change => RemoveAsync(change, run, cancel)));
        }

        return run.SoFar;
    }

    private async Task RemoveAsync(PlannedChange change, ApplyRun run, CancellationToken cancel)
    {
        // Foreground, so that a workload is gone only when its pods are.
        var propagation = change.Stage == Stage.Workloads ? DeletePropagation.Foreground : DeletePropagation.Background;
        try
        {
            await new ObjectRemover(cluster, deadline).RemoveAsync(change.Resource!, change.Subject, change.Live, propagation, cancel);
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
