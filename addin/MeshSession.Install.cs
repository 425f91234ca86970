using Cake.Core.Diagnostics;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Readiness;
using Cake.Istio.Reporting;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    private bool _hasDefinitions;

    /// <summary>Applies the release's custom resource definitions and waits until each is established and its kind is in discovery.</summary>
    /// <returns>What happened to each definition.</returns>
    public Task<ChangeSet> InstallCrdsAsync() => _deadline.RunAsync(async cancel =>
    {
        var cluster = await OpenAsync(ClusterAccess.Write);
        var plan = await GetPlanAsync(cluster, cancel);
        var changes = await ApplyAsync(cluster, plan.Definitions, cancel);
        _hasDefinitions = true;
        return changes;
    });

    /// <summary>Applies the mesh in the chosen mode, namespace first and then by dependency, and waits until it is ready.</summary>
    /// <returns>What happened to each object.</returns>
    public Task<ChangeSet> InstallMeshAsync() => _deadline.RunAsync(async cancel =>
    {
        var cluster = await OpenAsync(ClusterAccess.Write);
        var plan = await GetPlanAsync(cluster, cancel);
        var part = _hasDefinitions ? plan.Mesh : plan;
        var changes = await ApplyAsync(cluster, part, cancel);
        if (_settings.Wait)
            await AwaitReadyAsync(cluster, part, cancel);
        return changes;
    });

    private async Task<ChangeSet> ApplyAsync(ClusterConnection cluster, Plan plan, CancellationToken cancel)
    {
        var changes = await new Applier(cluster, _deadline, new ApplyLog(_log)).ApplyAsync(plan, gate: null, cancel);
        _log.Information("{0}", $"{changes.Counts.Total} objects: {changes.Counts}");
        changes.EnsureSucceeded();
        return changes;
    }

    private async Task AwaitReadyAsync(ClusterConnection cluster, Plan plan, CancellationToken cancel)
    {
        var objects = plan.Changes.Select(change => change.Subject).Where(subject => ReadinessRules.NeedsWaiting(subject.ApiVersion, subject.Kind)).ToList();
        _log.Information("{0}", $"Waiting until {objects.Count} objects are ready");
        var outcome = await new ReadinessTracker(cluster, _deadline, new(), _log).WaitAsync(objects, new ReadinessLog(_log), cancel);
        outcome.ThrowIfNotReady();
        _log.Information("{0}", $"Ready after {outcome.Elapsed.TotalSeconds:0.0} s");
    }
}
