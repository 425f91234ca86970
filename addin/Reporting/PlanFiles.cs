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
    public static async Task<IReadOnlyList<string>> WriteAsync(string folder, Plan plan, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var (json, markdown) = (Path.Combine(folder, "plan.json"), Path.Combine(folder, "plan.md"));
        await File.WriteAllTextAsync(json, KubeJson.ToText(PlanJson.Render(plan), indented: true), cancel);
        await File.WriteAllTextAsync(markdown, PlanMarkdown.Render(plan), cancel);
        return [json, markdown];
    }
}
