using System.Globalization;
using System.Xml.Linq;
using Cake.Istio.Verification;

namespace Cake.Istio.Reporting;

/// <summary>A preflight or verification as JUnit XML, one test case a finding; a warning passes and says so in its output.</summary>
public static class JUnitReport
{
    /// <summary>Renders the report.</summary>
    /// <param name="report">What to render.</param>
    public static string Render(VerificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var suite = new XElement(
            "testsuite",
            new XAttribute("name", report.Title),
            new XAttribute("hostname", report.Server),
            new XAttribute("timestamp", report.StartedAt.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)),
            new XAttribute("time", Seconds(report.Duration)),
            new XAttribute("tests", report.Findings.Count),
            new XAttribute("failures", report.Count(FindingStatus.Failed)),
            report.Findings.Select(finding => Case(finding, report.Step)));
        return new XDocument(new XElement("testsuites", suite)).ToString() + Environment.NewLine;
    }

    private static XElement Case(Finding finding, string step)
    {
        var detail = string.Join(Environment.NewLine, [.. finding.Evidence, .. finding.Hint is { } hint ? [$"Next: {hint}"] : Array.Empty<string>()]);
        return new XElement(
            "testcase",
            new XAttribute("classname", step),
            new XAttribute("name", finding.Id),
            new XAttribute("time", Seconds(finding.Duration)),
            finding.Status == FindingStatus.Failed ? new XElement("failure", new XAttribute("message", finding.Title), detail) : null,
            new XElement("system-out", $"{finding.Status.ToString().ToLowerInvariant()}: {finding.Title}{Environment.NewLine}{detail}"));
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
