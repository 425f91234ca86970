using Cake.Core.Diagnostics;
using Cake.Istio.Apply;
using Cake.Istio.Apply.Locking;
using Cake.Istio.Cluster;
using Cake.Istio.Reporting;
using Cake.Istio.Settings;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    private MeshInstall? _install;

    private string Holder => HolderIdentity.Of(_context.Environment.GetEnvironmentVariable, Environment.UserName, Environment.MachineName);

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

        var desired = await GetDesiredAsync(cluster, cancel);
        var install = new MeshInstall(cluster, _deadline, await OptionsAsync(cancel), new ApplyLog(_log), say => _log.Information("{0}", say));
        var plan = await install.PlanAsync(desired, cancel);
        _log.Information("{0}", $"Plan: {plan.Counts}");
        return _install = install;
    }

    private async Task<MeshInstallOptions> OptionsAsync(CancellationToken cancel) => new()
    {
        Description = new($"{(await GetReleaseAsync(cancel)).Version}", new Dictionary<string, string> { ["mode"] = _settings.Mode.ToString().ToLowerInvariant() }, Holder),
        Planner = new()
        {
            Namespace = _settings.Namespace,
            ForceConflicts = _settings.ForceConflicts,
            Adopt = _settings.Adopt,
            KeepGateway = _settings.Gateway == GatewayPolicy.Keep,
        },
        Lock = new() { Namespace = _settings.Namespace, Holder = Holder, Timeout = _settings.LockTimeout },
    };
}
