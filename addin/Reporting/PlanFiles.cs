using Cake.Istio.Apply;
using Cake.Istio.Manifests;

namespace Cake.Istio.Reporting;

/// <summary>Writes a plan as files for programs and for the summary of a CI job.</summary>
internal static class PlanFiles
{
    /// <summary>Writes <c>plan.json</c> and <c>plan.md</c>.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="plan">What to write.</param>
    /// <param name="cancel">Ends the writing.</param>
    /// <returns>The paths written.</returns>
    public static Task<IReadOnlyList<string>> WriteAsync(string folder, Plan plan, CancellationToken cancel) => ReportFiles.WriteAsync(
        folder,
        [
            ("plan.json", KubeJson.ToText(PlanJson.Render(plan), indented: true)),
            ("plan.md", PlanMarkdown.Render(plan)),
        ],
        cancel);
}
