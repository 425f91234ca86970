using System.Net;
using System.Text;
using Cake.Istio.Verification;

namespace Cake.Istio.Reporting;

/// <summary>A preflight or verification as one HTML page without scripts or outside references, light and dark by the reader's setting.</summary>
public static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; --line: #8884; --good: #1a7f37; --warn: #9a6700; --bad: #cf222e; }
        @media (prefers-color-scheme: dark) { :root { --good: #3fb950; --warn: #d29922; --bad: #f85149; } }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; margin-bottom: .2rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
        .about { opacity: .75; margin-top: 0; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { font-weight: 600; white-space: nowrap; }
        .cells td { font-family: ui-monospace, monospace; font-size: 13px; white-space: nowrap; }
        .passed { color: var(--good); } .warning { color: var(--warn); } .failed { color: var(--bad); }
        .result { font-weight: 600; white-space: nowrap; } .id { white-space: nowrap; opacity: .75; }
        ul { margin: .3rem 0; padding-left: 1.2rem; } li { font-family: ui-monospace, monospace; font-size: 13px; }
        """;

    /// <summary>Renders the report.</summary>
    /// <param name="report">What to render.</param>
    public static string Render(VerificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new StringBuilder()
            .AppendLine("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .AppendLine($"<title>{Text(report.Title)}: {Text(report.Headline)}</title><style>{Style}</style></head><body>")
            .AppendLine($"<h1>{Text(report.Title)}: <span class=\"{Class(report.Worst)}\">{Text(report.Headline)}</span></h1>")
            .AppendLine($"<p class=\"about\">Server {Text(report.Server)}, namespace {Text(report.Namespace)}, {report.StartedAt:u}{(report.Rehearsal ? ", a rehearsal on the sandbox" : "")}</p>")
            .AppendLine("<div class=\"scroll\"><table><tr><th>Result</th><th>Check</th><th>Finding</th></tr>");
        foreach (var finding in report.Findings) AppendFinding(page, finding);
        page.AppendLine("</table></div>");
        foreach (var table in report.Tables) AppendTable(page, table);
        return page.AppendLine("</body></html>").ToString();
    }

    private static void AppendFinding(StringBuilder page, Finding finding)
    {
        page.Append($"<tr><td class=\"result {Class(finding.Status)}\">{Class(finding.Status)}</td><td class=\"id\">{Text(finding.Id)}</td><td>{Text(finding.Title)}");
        if (finding.Evidence.Count > 0) page.Append($"<ul>{string.Concat(finding.Evidence.Select(line => $"<li>{Text(line)}</li>"))}</ul>");
        if (finding.Hint is not null) page.Append($"<div>Next: {Text(finding.Hint)}</div>");
        page.AppendLine("</td></tr>");
    }

    private static void AppendTable(StringBuilder page, Table table)
    {
        page.AppendLine($"<h2>{table.Rows.Count} {Text(table.Title)}</h2><div class=\"scroll\"><table class=\"cells\"><tr>{string.Concat(table.Columns.Select(c => $"<th>{Text(c)}</th>"))}</tr>");
        foreach (var row in table.Rows) page.AppendLine($"<tr>{string.Concat(row.Select(cell => $"<td>{Text(cell)}</td>"))}</tr>");
        page.AppendLine("</table></div>");
    }

    private static string Class(FindingStatus status) => status.ToString().ToLowerInvariant();

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
