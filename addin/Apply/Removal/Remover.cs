using System.Collections.Concurrent;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.Removal;

/// <summary>Carries a removal out: stage by stage in reverse, each gone before the next begins.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="deadline">The run's clock.</param>
/// <param name="planner">Finds what a control plane makes anew while it ends.</param>
/// <param name="progress">Learns what is removed and waited for.</param>
internal sealed class Remover(ClusterConnection cluster, RunDeadline deadline, RemovalPlanner planner, IProgress<ApplyEvent>? progress)
{
    private const int Named = 3;

    // Pods take their time to end; after so many ticks somebody wants to know what is going on.
    private const int Patience = 5;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ObjectRef, string> _waits = new();

    /// <summary>Removes the objects. What cannot be removed does not stop the rest.</summary>
    public async Task<ChangeSet> RemoveAsync(RemovalPlan plan, CancellationToken cancel)
    {
        var run = new ApplyRun(new(plan.Deletions) { Digest = "" }, progress);
        foreach (var stage in plan.Deletions.GroupBy(change => change.Stage).OrderByDescending(stage => stage.Key))
        {
            progress?.Report(new ApplyEvent.StageStarted(stage.Key, stage.Count()));
            await WatchOverAsync(Task.WhenAll(stage.Select(change => RemoveAsync(change, run, cancel))), stage.Key, cancel);
        }

        return run.SoFar;
    }

    private async Task RemoveAsync(PlannedChange change, ApplyRun run, CancellationToken cancel)
    {
        // Foreground, so that a workload is gone only when its pods are.
        var propagation = change.Stage == Stage.Workloads ? DeletePropagation.Foreground : DeletePropagation.Background;
        try
        {
            await new ObjectRemover(cluster, deadline, (subject, what) => _waits[subject] = what)
                .RemoveAsync(change.Resource!, change.Subject, change.Live, propagation, cancel);
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
        finally
        {
            _waits.TryRemove(change.Subject, out _);
        }
    }

    private async Task WatchOverAsync(Task removal, Stage stage, CancellationToken cancel)
    {
        var said = "";
        for (var ticks = 1; await Task.WhenAny(removal, Task.Delay(Tick, deadline.Time, cancel)) != removal && !cancel.IsCancellationRequested; ticks++)
        {
            if (stage == Stage.Workloads)
                await DeleteRemadeAsync(cancel);
            if (ticks % Patience == 0)
                said = Say(stage, said);
        }

        await removal;
    }

    // Galley makes its webhook anew until its last pod is gone, as an object that its Deployment owns: in the foreground that would wait for it for ever.
    private async Task DeleteRemadeAsync(CancellationToken cancel)
    {
        try
        {
            foreach (var webhook in await planner.FindWebhooksAsync(cancel))
                await cluster.DeleteAsync(webhook.Resource!, null, webhook.Subject.Name, null, cancel);
        }
        catch (ApiException)
        {
            // The next tick tries again, and whatever hinders it hinders the removal that is watched over too.
        }
    }

    private string Say(Stage stage, string said)
    {
        var waits = _waits.Values.OrderByDescending(what => what.Contains(',', StringComparison.Ordinal)).ThenBy(what => what, StringComparer.Ordinal).ToList();
        var what = $"{string.Join("; ", waits.Take(Named))}{(waits.Count > Named ? $"; and {waits.Count - Named} more" : "")}";
        if (waits.Count > 0 && what != said)
            progress?.Report(new ApplyEvent.Waiting(stage, what));
        return what;
    }
}
