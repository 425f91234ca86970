using Cake.Core.Diagnostics;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Preflight;
using Cake.Istio.Preflight.Checks;
using Cake.Istio.Reporting;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    private MeshInstall? _install;

    /// <summary>
    /// Shows what an install would change, field by field, and writes it as <c>plan.json</c> and <c>plan.md</c> to <see cref="Settings.MeshSettings.Report"/>;
    /// with <see cref="Settings.MeshSettings.ToRevision"/> what a rollback would change. Persists nothing in the cluster.
    /// </summary>
    /// <returns>The plan, with the digest that <see cref="Settings.MeshSettings.Plan"/> takes.</returns>
    /// <exception cref="MeshException">After everything was shown and written: what the server would refuse.</exception>
    public Task<Plan> PlanAsync() => ShowAsync(async cancel =>
    {
        var cluster = await OpenAsync(ClusterAccess.Read);
        if (_settings.ToRevision is not null)
            await ChooseRevisionAsync(cluster, cancel);
        await EnsureServedAsync(cluster, cancel);
        var install = await NewInstallAsync(cluster, cancel);
        var mode = await ForeseeModeAsync(cluster, install, cancel);
        var plan = install.Planned with { Notes = [.. new[] { mode.Switch, mode.Obstacle }.OfType<string>()] };
        PlanLog.Write(_log, plan);
        var files = await PlanFiles.WriteAsync(ReportFolder, plan, cancel);
        _log.Information("{0}", $"Written: {string.Join(", ", files)}");
        plan.EnsureAccepted();
        PlanLog.WriteNext(_log, plan, _settings.ToRevision);
        return plan;
    });

    /// <summary>The run's install, planned once, before its first write, and refused where preflight refuses.</summary>
    private async Task<MeshInstall> GetInstallAsync(ClusterConnection cluster, CancellationToken cancel)
    {
        await EnsurePreflightAsync(cluster, cancel);
        return await GetPlannedAsync(cluster, cancel);
    }

    /// <summary>The run's install, planned once, whatever preflight says.</summary>
    private async Task<MeshInstall> GetPlannedAsync(ClusterConnection cluster, CancellationToken cancel)
    {
        if (_install is not null)
            return _install;

        var install = await NewInstallAsync(cluster, cancel);
        await WriteModeNotesAsync(cluster, install, cancel);
        _log.Information("{0}", $"Plan: {install.Planned.Counts}");
        return _install = install;
    }

    private async Task<MeshInstall> NewInstallAsync(ClusterConnection cluster, CancellationToken cancel)
    {
        var desired = await GetDesiredAsync(cluster, cancel);
        var install = new MeshInstall(cluster, _deadline, await OptionsAsync(cancel), _display, _log);
        await install.PlanAsync(desired, cancel);
        return install;
    }

    // Of everything that preflight asks, this alone would fill a plan with the same refusal over and over.
    private async Task EnsureServedAsync(ClusterConnection cluster, CancellationToken cancel)
    {
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        PreflightVerdict.EnsurePassed(
            [ServedApisCheck.Check(await GetDesiredAsync(cluster, cancel), discovery.IsServed, await cluster.VersionAsync(cancel))]);
    }
}
