using Cake.Istio.Cluster;

namespace Cake.Istio.Apply.Removal;

/// <summary>Deletes what a control plane that is removed puts back until its last pod is gone, such as galley's webhook configuration.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="deadline">The run's clock.</param>
/// <param name="orphans">What would be left; empty for nothing.</param>
internal sealed class OrphanedWebhooks(ClusterConnection cluster, RunDeadline deadline, IReadOnlyList<PlannedChange> orphans)
{
    /// <summary>Removes workloads, and after that the orphans as often as they come back.</summary>
    /// <param name="workloads">What is removed.</param>
    /// <param name="remove">Removes it.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task OutliveAsync(IReadOnlyList<PlannedChange> workloads, Func<Task> remove, CancellationToken cancel)
    {
        if (orphans.Count == 0)
        {
            await remove();
            return;
        }

        // Who owns a pod can be seen only while its workload is there.
        var pods = await WorkloadPods.FindAsync(cluster, workloads, cancel);
        await remove();
        using var waiting = deadline.Waiting($"the pods of the old control plane to end, which put {orphans[0].Subject} back until then");
        await Polling.UntilAsync(() => AreGoneAsync(pods, cancel), deadline.Time, cancel);
    }

    private async Task<bool> AreGoneAsync(WorkloadPods pods, CancellationToken cancel)
    {
        var left = await pods.LeftAsync(new HashSet<string>(StringComparer.Ordinal), cancel);
        foreach (var orphan in orphans)
        {
            if (await cluster.GetAsync(orphan.Resource!, orphan.Subject.Namespace, orphan.Subject.Name, cancel) is not null)
                await cluster.DeleteAsync(orphan.Resource!, orphan.Subject.Namespace, orphan.Subject.Name, null, cancel);
        }

        return left.Count == 0;
    }
}
