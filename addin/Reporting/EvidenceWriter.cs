using Cake.Istio.Verification;

namespace Cake.Istio.Reporting;

/// <summary>Writes a preflight or verification as files that people and CI systems open.</summary>
public static class EvidenceWriter
{
    /// <summary>Writes <c>verify.json</c>, <c>verify.md</c>, <c>verify.junit.xml</c> and <c>verify.html</c>, or the same with <c>preflight</c>.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="report">What to write.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>The paths written.</returns>
    /// <exception cref="Errors.MeshException">MESH2502: they cannot be written.</exception>
    public static Task<IReadOnlyList<string>> WriteAsync(string folder, VerificationReport report, CancellationToken cancellationToken) => ReportFiles.WriteAsync(
        folder,
        [
            ($"{report.Step}.json", JsonReport.Render(report)),
            ($"{report.Step}.md", MarkdownReport.Render(report)),
            ($"{report.Step}.junit.xml", JUnitReport.Render(report)),
            ($"{report.Step}.html", HtmlReport.Render(report)),
        ],
        cancellationToken);

    /// <summary>The line that tells where the files are.</summary>
    /// <param name="report">The folder as the user names it.</param>
    /// <param name="files">The paths written.</param>
    internal static string Line(string report, IEnumerable<string> files) => $"Evidence in {report}: {string.Join(", ", files.Select(Path.GetFileName))}";
}
