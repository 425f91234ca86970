using Cake.Core.Diagnostics;
using Cake.Istio.Verification;

namespace Cake.Istio.Reporting;

/// <summary>Shows findings as log lines: what passed in one line, what did not with its evidence and the way out.</summary>
internal static class FindingLog
{
    /// <summary>Shows the findings; a failed one in one line, for the error that follows holds its evidence.</summary>
    public static void WriteBeforeError(ICakeLog log, IReadOnlyList<Finding> findings) =>
        Write(log, [.. findings.Select(finding => finding.Status == FindingStatus.Failed ? finding with { Evidence = [], Hint = null } : finding)]);

    /// <summary>Shows the findings with all that is known.</summary>
    public static void Write(ICakeLog log, IReadOnlyList<Finding> findings)
    {
        var width = findings.Select(finding => finding.Id.Length).DefaultIfEmpty().Max();
        foreach (var finding in findings)
        {
            var line = $"{finding.Status.ToString().ToLowerInvariant(),-7}  {finding.Id.PadRight(width)}  {finding.Title}";
            switch (finding.Status)
            {
                case FindingStatus.Passed:
                    log.Information("{0}", line);
                    break;
                case FindingStatus.Warning:
                    log.Warning("{0}", WithDetail(line, finding));
                    break;
                default:
                    log.Error("{0}", WithDetail(line, finding));
                    break;
            }
        }
    }

    private static string WithDetail(string line, Finding finding) =>
        string.Join($"{Environment.NewLine}         ", [line, .. finding.Evidence, .. finding.Hint is { } hint ? [$"Next: {hint}"] : Array.Empty<string>()]);
}
