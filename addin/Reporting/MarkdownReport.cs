using System.Text;
using Cake.Istio.Verification;

namespace Cake.Istio.Reporting;

/// <summary>A preflight or verification as Markdown, made to be appended to a CI job's summary.</summary>
public static class MarkdownReport
{
    /// <summary>Renders the report.</summary>
    /// <param name="report">What to render.</param>
    public static string Render(VerificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder()
            .AppendLine($"# {report.Title}: {report.Headline}")
            .AppendLine()
            .AppendLine($"Server {report.Server}, namespace {report.Namespace}, {report.StartedAt:u}{(report.Rehearsal ? ", a rehearsal on the sandbox" : "")}.")
            .AppendLine();
        AppendTable(text, new Table("Findings", ["Result", "Check", "Finding"], [.. report.Findings.Select(Row)]));
        foreach (var finding in report.Findings.Where(f => f.Status != FindingStatus.Passed && (f.Evidence.Count > 0 || f.Hint is not null)))
        {
            text.AppendLine($"## {finding.Id}").AppendLine();
            foreach (var line in finding.Evidence) text.AppendLine($"- {Escape(line)}");
            if (finding.Hint is not null) text.AppendLine().AppendLine($"Next: {Escape(finding.Hint)}");
            text.AppendLine();
        }

        foreach (var table in report.Tables)
        {
            text.AppendLine($"## {table.Rows.Count} {table.Title}").AppendLine();
            AppendTable(text, table);
        }

        return text.ToString();
    }

    private static IReadOnlyList<string> Row(Finding finding) => [finding.Status.ToString().ToLowerInvariant(), finding.Id, finding.Title];

    private static void AppendTable(StringBuilder text, Table table)
    {
        text.AppendLine($"| {string.Join(" | ", table.Columns.Select(Escape))} |");
        text.AppendLine($"|{string.Concat(table.Columns.Select(_ => " --- |"))}");
        foreach (var row in table.Rows) text.AppendLine($"| {string.Join(" | ", row.Select(Escape))} |");
        text.AppendLine();
    }

    private static string Escape(string cell) => cell.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
