using System.Collections.Concurrent;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.Removal;

/// <summary>Carries a removal out: stage by stage in reverse, each gone before the next begins.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="deadline">The run's clock.</param>
/// <param name="planner">Finds what a control plane makes anew while it ends.</param>
/// <param name="progress">Learns what is removed and waited for.</param>
/// <param name="stallTimeout">How long an object may be held by others' finalizers without any change.</param>
internal sealed class Remover(ClusterConnection cluster, RunDeadline deadline, RemovalPlanner planner, IProgress<ApplyEvent>? progress, TimeSpan stallTimeout)
{
    private const int Named = 3;

    // Pods take their time to end; after so many ticks somebody wants to know what is going on.
    private const int Patience = 5;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ObjectRef, string> _waits = new();

    private readonly WebhookRefusals _refusals = new(cluster);

    /// <summary>Removes the objects. What cannot be removed does not stop the rest.</summary>
    public async Task<ChangeSet> RemoveAsync(RemovalPlan plan, CancellationToken cancel)
    {
        var run = new ApplyRun(new(plan.Deletions) { Digest = "" }, progress);
        foreach (var stage in plan.Deletions.GroupBy(change => change.Stage).OrderByDescending(stage => stage.Key))
        {
            progress?.Report(new ApplyEvent.StageStarted(stage.Key, stage.Count()));
            await WatchOverAsync(RemoveAsync(stage.Key, [.. stage], run, cancel), stage.Key, cancel);
        }

        return run.SoFar;
    }

    private async Task RemoveAsync(Stage stage, IReadOnlyList<PlannedChange> changes, ApplyRun run, CancellationToken cancel)
    {
        // In the foreground the cluster would wait for the pods, but has to write the workload once more then, which a webhook can refuse for ever.
        var pods = stage == Stage.Workloads ? await WorkloadPods.FindAsync(cluster, changes, cancel) : null;
        await run.InOrderAsync(changes, () => Task.WhenAll(changes.Select(change => RemoveAsync(change, run, cancel))));
        if (pods is not null)
            await AwaitEndAsync(pods, run.SoFar.Failures.Select(failed => failed.Uid).OfType<string>().ToHashSet(StringComparer.Ordinal), cancel);
    }

    private async Task RemoveAsync(PlannedChange change, ApplyRun run, CancellationToken cancel)
    {
        try
        {
            await new ObjectRemover(cluster, deadline, (subject, what) => _waits[subject] = what, stallTimeout)
                .RemoveAsync(change.Resource!, change.Subject, change.Live, DeletePropagation.Background, cancel);
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
        catch (MeshException held) when (held.Code == ErrorCode.RemovalFailed)
        {
            run.Fail(change, new(held.Code, held.Text, held.Hint));
        }
        finally
        {
            _waits.TryRemove(change.Subject, out _);
        }
    }

    private async Task AwaitEndAsync(WorkloadPods pods, IReadOnlySet<string> staying, CancellationToken cancel)
    {
        var (waiting, said) = ((IDisposable?)null, "");
        try
        {
            await Polling.UntilAsync(
                async () =>
                {
                    _waits.Clear();
                    foreach (var (subject, live) in await pods.LeftAsync(staying, cancel))
                        _waits[subject] = ObjectRemover.Describe(subject, live);
                    if (Waits() is var now && now != said)
                    {
                        waiting?.Dispose();
                        (waiting, said) = (deadline.Waiting(now), now);
                    }

                    return _waits.IsEmpty;
                },
                deadline.Time,
                cancel);
        }
        finally
        {
            waiting?.Dispose();
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
        var what = Waits();
        if (what.Length > 0 && what != said)
            progress?.Report(new ApplyEvent.Waiting(stage, what));
        return what;
    }

    private string Waits()
    {
        var waits = _waits.Values.OrderByDescending(what => what.Contains(',', StringComparison.Ordinal)).ThenBy(what => what, StringComparer.Ordinal).ToList();
        return $"{string.Join("; ", waits.Take(Named))}{(waits.Count > Named ? $"; and {waits.Count - Named} more" : "")}";
    }
}
