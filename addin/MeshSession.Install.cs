using Cake.Core.Diagnostics;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
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
        var changes = await install.ApplyAsync((await install.BeginAsync(cancel)).Definitions, cancel);
        _log.Information("{0}", $"{Counted.Of(changes.Counts.Total, "object")}: {changes.Counts}");
        changes.EnsureSucceeded();
        _hasDefinitions = true;
        return changes;
    });

    /// <summary>
    /// Applies the mesh in the chosen mode, namespace first and then by dependency, and waits until it is ready. Webhooks come last, once what answers
    /// them is ready, also where <see cref="Settings.MeshSettings.Wait"/> is off.
    /// </summary>
    /// <returns>What happened to each object.</returns>
    public Task<ChangeSet> InstallMeshAsync() => WriteAsync(async cancel =>
    {
        var install = await GetInstallAsync(await OpenAsync(ClusterAccess.Write), cancel);
        var plan = await install.BeginAsync(cancel);
        return await install.FinishAsync(_hasDefinitions ? plan.Mesh : plan, _settings.Wait, cancel);
    });

    // A step that fails ends the run; nobody should wait for its lock to expire.
    private async Task<T> WriteAsync<T>(Func<CancellationToken, Task<T>> step)
    {
        try
        {
            return await ShowAsync(step);
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
}
