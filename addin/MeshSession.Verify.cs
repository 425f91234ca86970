using Cake.Core.Diagnostics;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio;

public sealed partial class MeshSession
{
    /// <summary>Checks what stands in the cluster against the release, shows it, and writes the evidence to <see cref="Settings.MeshSettings.Report"/>.</summary>
    /// <returns>Every finding; none of them failed.</returns>
    /// <exception cref="MeshException"><see cref="ErrorCode.VerificationFailed"/>, after everything was shown and written.</exception>
    public Task<VerificationReport> VerifyAsync() => ShowAsync(async cancel =>
    {
        var cluster = await OpenAsync(ClusterAccess.Read);
        var objects = await GetDesiredAsync(cluster, cancel);
        var release = await GetReleaseAsync(cancel);
        var report = await new Verifier(cluster, _settings, _time, _install?.Seen).VerifyAsync(release.Version, objects, cancel);
        foreach (var table in report.Tables)
        {
            _log.Information("{0}", $"{Environment.NewLine}{table.Rows.Count} {table.Title}");
            foreach (var line in TextTable.Render(table))
                _log.Information("{0}", line);
        }

        _log.Information("");
        FindingLog.Write(_log, report.Findings);
        var files = await EvidenceWriter.WriteAsync(ReportFolder, report, cancel);
        _log.Information("{0}", EvidenceWriter.Line(_settings.Report, files));
        if (report.Worst == FindingStatus.Failed)
        {
            throw new MeshException(
                ErrorCode.VerificationFailed,
                $"The mesh is not as the release wants it: {string.Join("; ", report.Findings.Where(f => f.Status == FindingStatus.Failed).Select(f => $"{f.Id}: {f.Title}"))}",
                "Each finding says what to do; the evidence is in the report's files.");
        }

        return report;
    });
}
