using System.Text.Json.Nodes;
using System.Xml.Linq;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Tests.Reporting;

public sealed class ReportTests
{
    private static readonly VerificationReport Report = new()
    {
        Release = "1.2.2",
        Server = "https://127.0.0.1:6443",
        Namespace = "istio-system",
        Rehearsal = true,
        StartedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Duration = TimeSpan.FromSeconds(1.5),
        Findings =
        [
            Finding.Passed("pods-ready", "15 pods"),
            Finding.Warning("services-have-endpoints", "15 of 16", "kubectl get endpointslices", "Service a/b: <none> | nothing"),
            Finding.Failed("mtls-mode", "Mutual TLS is permissive", "Run it", "MeshPolicy default"),
        ],
        Tables = [new Table("services", ["Name", "Port(s)"], [["a", "80:31380/TCP"], ["longer-name", "443/TCP"]])],
    };

    [Fact]
    public void A_text_table_looks_like_kubectls() => Assert.Equal(
        ["NAME          PORT(S)", "a             80:31380/TCP", "longer-name   443/TCP"],
        TextTable.Render(Report.Tables[0]));

    [Fact]
    public void The_headline_counts_each_outcome()
    {
        Assert.Equal("1 passed, 1 warning, 1 failed", Report.Headline);
        Assert.Equal(FindingStatus.Failed, Report.Worst);
    }

    [Fact]
    public void A_preflight_is_told_from_a_verification()
    {
        var preflight = Report with { Step = "preflight" };
        Assert.StartsWith("# Preflight of Istio 1.2.2: 1 passed", MarkdownReport.Render(preflight), StringComparison.Ordinal);
        Assert.Contains("classname=\"preflight\"", JUnitReport.Render(preflight), StringComparison.Ordinal);
        Assert.Contains("<title>Preflight of Istio 1.2.2", HtmlReport.Render(preflight), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_gives_programs_the_same_facts()
    {
        var json = JsonNode.Parse(JsonReport.Render(Report))!;
        Assert.Equal("failed", (string?)json["findings"]![2]!["status"]);
        Assert.Equal("mtls-mode", (string?)json["findings"]![2]!["id"]);
        Assert.Equal("80:31380/TCP", (string?)json["tables"]![0]!["rows"]![0]![1]);
    }

    [Fact]
    public void JUnit_has_a_case_per_finding_and_a_failure_per_failed_one()
    {
        var suite = XDocument.Parse(JUnitReport.Render(Report)).Root!.Element("testsuite")!;
        Assert.Equal("3", suite.Attribute("tests")!.Value);
        Assert.Equal("1", suite.Attribute("failures")!.Value);
        var failure = Assert.Single(suite.Descendants("failure"));
        Assert.Equal("Mutual TLS is permissive", failure.Attribute("message")!.Value);
        Assert.Contains("MeshPolicy default", failure.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_escapes_what_would_break_a_table()
    {
        var text = MarkdownReport.Render(Report);
        Assert.Contains("- Service a/b: &lt;none> \\| nothing", text, StringComparison.Ordinal);
        Assert.Contains("| failed | mtls-mode | Mutual TLS is permissive |", text, StringComparison.Ordinal);
        Assert.Contains("a rehearsal on the sandbox", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_is_escaped_and_refers_to_nothing_outside()
    {
        var page = HtmlReport.Render(Report);
        Assert.Contains("&lt;none&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=", page, StringComparison.OrdinalIgnoreCase);
    }
}
