using Cake.Core.Diagnostics;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Preflight;
using Cake.Istio.Settings;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    private IReadOnlyList<KubeObject>? _desired;
    private Plan? _plan;

    /// <summary>The objects as they are applied to this cluster: the release's, in API versions that it serves.</summary>
    private async Task<IReadOnlyList<KubeObject>> GetDesiredAsync(ClusterConnection cluster, CancellationToken cancel)
    {
        if (_desired is not null)
            return _desired;

        var objects = await GetObjectsAsync(cancel);
        return _desired = objects;
    }

    /// <summary>What the whole install would change; made once a run, before its first write, and refused where preflight refuses.</summary>
    private async Task<Plan> GetPlanAsync(ClusterConnection cluster, CancellationToken cancel)
    {
        if (_plan is not null)
            return _plan;

        var desired = await GetDesiredAsync(cluster, cancel);
        if (!_isPreflightDone)
            PreflightVerdict.EnsurePassed(await new PreflightRun(cluster, _time).RunAsync(desired, _settings.Namespace, _settings.UpgradeApis, cancel));
        var options = new PlannerOptions
        {
            Namespace = _settings.Namespace,
            ForceConflicts = _settings.ForceConflicts,
            KeepGateway = _settings.Gateway == GatewayPolicy.Keep,
        };
        _plan = await new Planner(cluster, options).PlanAsync(desired, cancel);
        _plan.EnsureAccepted();
        _log.Information("{0}", $"Plan: {_plan.Counts}");
        return _plan;
    }
}
