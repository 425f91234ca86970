using Cake.Istio.Verification;

namespace Cake.Istio.Reporting;

/// <summary>Writes a verification as files that people and CI systems open.</summary>
public static class EvidenceWriter
{
    /// <summary>Writes <c>verify.json</c>, <c>verify.md</c>, <c>verify.junit.xml</c> and <c>verify.html</c>.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="report">What to write.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>The paths written.</returns>
    /// <exception cref="Errors.MeshException">MESH2502: they cannot be written.</exception>
    public static Task<IReadOnlyList<string>> WriteAsync(string folder, VerificationReport report, CancellationToken cancellationToken) => ReportFiles.WriteAsync(
        folder,
        [
            ("verify.json", JsonReport.Render(report)),
            ("verify.md", MarkdownReport.Render(report)),
            ("verify.junit.xml", JUnitReport.Render(report)),
            ("verify.html", HtmlReport.Render(report)),
        ],
        cancellationToken);
}
