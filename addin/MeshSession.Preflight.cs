using Cake.Istio.Cluster;
using Cake.Istio.Preflight;
using Cake.Istio.Preflight.Checks;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    private bool _isPreflightDone;

    /// <summary>Finds out whether the cluster can take the release. Persists nothing.</summary>
    /// <returns>Every finding; none of them failed.</returns>
    public Task<IReadOnlyList<Finding>> PreflightAsync() => ShowAsync(async cancel =>
    {
        var findings = await FindAsync(await OpenAsync(ClusterAccess.Write), cancel);
        FindingLog.WriteBeforeError(_log, findings);
        PreflightVerdict.EnsurePassed(findings);
        _isPreflightDone = true;
        return findings;
    });

    // A step that runs alone asks too, and says only what needs attention.
    private async Task EnsurePreflightAsync(ClusterConnection cluster, CancellationToken cancel)
    {
        if (_isPreflightDone)
            return;
        var findings = await FindAsync(cluster, cancel);
        FindingLog.WriteBeforeError(_log, [.. findings.Where(finding => finding.Status != FindingStatus.Passed)]);
        PreflightVerdict.EnsurePassed(findings);
        _isPreflightDone = true;
    }

    private async Task<IReadOnlyList<Finding>> FindAsync(ClusterConnection cluster, CancellationToken cancel)
    {
        var desired = await GetDesiredAsync(cluster, cancel);
        var run = new PreflightRun(cluster, _settings, await GetVersionAsync(cancel), _time);
        var findings = await run.RunAsync(desired, token => GetPlannedAsync(cluster, token), cancel);
        // A rollback is what the check would recommend.
        return _description is null ? findings : [.. findings.Where(finding => finding.Id != UpgradePathCheck.Id)];
    }
}
