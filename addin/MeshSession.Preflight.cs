using Cake.Istio.Cluster;
using Cake.Istio.Preflight;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    private bool _isPreflightDone;

    /// <summary>Finds out whether the cluster can take the release. Persists nothing.</summary>
    /// <returns>Every finding; none of them failed.</returns>
    public Task<IReadOnlyList<Finding>> PreflightAsync() => _deadline.RunAsync(async cancel =>
    {
        var cluster = await OpenAsync(ClusterAccess.Write);
        var objects = await GetDesiredAsync(cluster, cancel);
        var findings = await new PreflightRun(cluster, _time).RunAsync(objects, _settings.Namespace, _settings.UpgradeApis, cancel);
        FindingLog.WriteBeforeError(_log, findings);
        PreflightVerdict.EnsurePassed(findings);
        _isPreflightDone = true;
        return findings;
    });
}
