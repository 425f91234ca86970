using Cake.Core.Diagnostics;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Reporting;

/// <summary>Shows what is installed as log lines.</summary>
internal static class StatusLog
{
    /// <summary>Shows the report.</summary>
    /// <param name="log">Where.</param>
    /// <param name="target">The cluster.</param>
    /// <param name="ns">The mesh namespace.</param>
    /// <param name="report">What to show.</param>
    public static void Write(ICakeLog log, ClusterTarget target, string ns, DriftReport report)
    {
        if (report.Record is not { } record)
        {
            log.Information("{0}", $"Nothing is installed in namespace {ns}, as far as this installer's record goes.");
            if (report.Revisions.Count > 0)
                log.Warning("{0}", $"But {Counted.Of(report.Revisions.Count, "revision")} of an install {(report.Revisions.Count == 1 ? "is" : "are")} kept, so the record was lost. Next: --target=InstallMesh takes up what is there.");
            return;
        }

        log.Information("{0}", $"{StatusText.Describe(record.Description)} in {ns}: revision {record.Revision}, {State(report, record)}");
        log.Information("{0}", $"{Counted.Of(record.Objects.Count, "object")}, {StatusText.Time(record.UpdatedAt)} by {record.Description.Holder}, plan {record.PlanDigest[..12]}");
        if (report.Revisions.Count > 0)
            WriteRevisions(log, report);
        WriteDrift(log, target, report);
    }

    private static string State(DriftReport report, InstallRecord record) => (record.State, report.LockedBy) switch
    {
        (_, { } holder) => $"being changed by {holder}",
        (RecordState.Installed, _) => "installed",
        (RecordState.Unready, _) => "installed, but not everything became ready",
        (RecordState.Removing, _) => "being removed, which is not finished",
        _ => "begun and not finished",
    };

    private static void WriteRevisions(ICakeLog log, DriftReport report)
    {
        var table = StatusText.Revisions(report);
        log.Information("{0}", $"{Environment.NewLine}{table.Rows.Count} {table.Title}");
        foreach (var line in TextTable.Render(table))
            log.Information("{0}", line);
        log.Information("");
    }

    private static void WriteDrift(ICakeLog log, ClusterTarget target, DriftReport report)
    {
        if (report is { Record: { State: RecordState.Installing } begun, LockedBy: null })
            log.Warning("{0}", $"The last install did not end. Next: run it again, or {(report.Earlier is null && begun.Description.OfRevision is null ? "remove what it made with --target=Uninstall" : "go back with --target=Rollback")}.");
        if (report is { Record.State: RecordState.Removing, LockedBy: null })
            log.Warning("The last uninstall did not end. Next: --target=Uninstall goes on with it, --target=InstallMesh installs again what is gone.");
        if (report.Obstacle is { } obstacle)
            log.Warning("{0}", $"What was changed since cannot be told: {obstacle}. Next: run --target=InstallMesh as before, which keeps them again.");
        if (report.Drift.Count > 0)
            WriteDriftOf(log, target, report);
        else if (report.ComparedWith is { } number)
            log.Information("{0}", $"No drift: everything is as revision {number} installed it.");
    }

    private static void WriteDriftOf(ICakeLog log, ClusterTarget target, DriftReport report)
    {
        var installed = report.ComparedWith ?? report.Record!.Revision;
        log.Warning("{0}", $"Drift: {Counted.Of(report.Drift.Count, "object")} {(report.Drift.Count == 1 ? "is" : "are")} not as revision {installed} installed {(report.Drift.Count == 1 ? "it" : "them")}");
        foreach (var line in report.Drift.SelectMany(StatusText.Drift))
            log.Warning("{0}", $"  {line}");
        if (report.ComparedWith is not null)
            WriteNext(log, target, report, installed);
    }

    // What the rollback would be refused for comes before it.
    private static void WriteNext(ICakeLog log, ClusterTarget target, DriftReport report, int installed)
    {
        var refused = report.Drift.Where(change => change.Code is not (null or ErrorCode.FieldConflict)).ToLookup(change => change.Code == ErrorCode.NeedsRecreate);
        foreach (var hint in refused[false].Select(change => change.Hint).OfType<string>().Distinct(StringComparer.Ordinal))
            log.Information("{0}", $"First: {hint}");
        foreach (var change in refused[true])
            log.Information("{0}", $"First, when that does no harm: {KubectlCommand.On(target, "delete", change.Subject)}; {change.Message}");
        var force = report.Drift.Any(change => change.Code == ErrorCode.FieldConflict) ? " --force-conflicts" : "";
        log.Information("{0}", $"Next: --target=Rollback --to-revision={installed}{force} brings it back; --target=Plan shows what an install would do.");
    }
}
