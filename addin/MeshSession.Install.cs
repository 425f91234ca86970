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
    public Task<ChangeSet> InstallCrdsAsync() => WriteAsync(async cancel =>
    {
        var install = await GetInstallAsync(await OpenAsync(ClusterAccess.Write), cancel);
        var changes = await ApplyAsync(install, (await install.BeginAsync(cancel)).Definitions, cancel);
        _hasDefinitions = true;
        return changes;
    });

    /// <summary>Applies the mesh in the chosen mode, namespace first and then by dependency, and waits until it is ready.</summary>
    /// <returns>What happened to each object.</returns>
    public Task<ChangeSet> InstallMeshAsync() => WriteAsync(async cancel =>
    {
        var cluster = await OpenAsync(ClusterAccess.Write);
        var install = await GetInstallAsync(cluster, cancel);
        var plan = await install.BeginAsync(cancel);
        var changes = await ApplyAsync(install, _hasDefinitions ? plan.Mesh : plan, cancel);
        await install.CompleteAsync(cancel);
        if (_settings.Wait)
            await AwaitReadyAsync(cluster, plan, cancel);
        return changes;
    });

    private async Task<ChangeSet> ApplyAsync(MeshInstall install, Plan part, CancellationToken cancel)
    {
        var changes = await install.ApplyAsync(part, gate: null, cancel);
        _log.Information("{0}", $"{changes.Counts.Total} objects: {changes.Counts}");
        changes.EnsureSucceeded();
        return changes;
    }

    // A step that fails ends the run; nobody should wait for its lock to expire.
    private async Task<T> WriteAsync<T>(Func<CancellationToken, Task<T>> step)
    {
        try
        {
            return await _deadline.RunAsync(step);
        }
        catch
        {
            await ReleaseLockAsync();
            throw;
        }
    }

    private async Task ReleaseLockAsync()
    {
        if (_install is not null)
            await _install.DisposeAsync();
    }

    private async Task AwaitReadyAsync(ClusterConnection cluster, Plan plan, CancellationToken cancel)
    {
        var objects = plan.Changes.Where(change => change.Action != ChangeAction.Deleted).Select(change => change.Subject).Where(subject => ReadinessRules.NeedsWaiting(subject.ApiVersion, subject.Kind)).ToList();
        _log.Information("{0}", $"Waiting until {objects.Count} objects are ready");
        var outcome = await new ReadinessTracker(cluster, _deadline, new(), _log).WaitAsync(objects, new ReadinessLog(_log), cancel);
        outcome.ThrowIfNotReady();
        _log.Information("{0}", $"Ready after {outcome.Elapsed.TotalSeconds:0.0} s");
    }
}
