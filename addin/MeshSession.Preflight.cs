using Cake.Core.Diagnostics;
using Cake.Istio.Cluster;
using Cake.Istio.Preflight;
using Cake.Istio.Preflight.Checks;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    private bool _isPreflightDone;

    /// <summary>
    /// Finds out whether the cluster can take the release, shows it, and writes the evidence to <see cref="Settings.MeshSettings.Report"/>. Persists nothing in the cluster.
    /// </summary>
    /// <returns>Every finding; none of them failed.</returns>
    /// <exception cref="Errors.MeshException">A finding failed; after everything was shown and written.</exception>
    public Task<IReadOnlyList<Finding>> PreflightAsync() => ShowAsync(async cancel =>
    {
        var (startedAt, start) = (_time.GetUtcNow(), _time.GetTimestamp());
        var cluster = await OpenAsync(ClusterAccess.Write);
        var findings = await FindAsync(cluster, cancel);
        FindingLog.WriteBeforeError(_log, findings);
        var report = new VerificationReport
        {
            Step = "preflight",
            Release = $"{await GetVersionAsync(cancel)}",
            Server = cluster.Target.Address,
            Namespace = _settings.Namespace,
            Rehearsal = _settings.Rehearsal,
            StartedAt = startedAt,
            Duration = _time.GetElapsedTime(start),
            Findings = findings,
            Tables = [],
        };
        _log.Information("{0}", report.Headline);
        _log.Information("{0}", EvidenceWriter.Line(_settings.Report, await EvidenceWriter.WriteAsync(ReportFolder, report, cancel)));
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
        var run = new PreflightRun(cluster, _settings with { Mode = Mode }, await GetVersionAsync(cancel), _time);
        var findings = await run.RunAsync(desired, token => GetPlannedAsync(cluster, token), cancel);
        // A rollback is what the check would recommend.
        return _description is null ? findings : [.. findings.Where(finding => finding.Id != UpgradePathCheck.Id)];
    }
}
