using System.Text;

namespace Cake.Istio.Readiness;

/// <summary>Writes a <see cref="StuckReport"/> as a block of lines for people.</summary>
public static class StuckText
{
    /// <summary>The block, without a line end.</summary>
    /// <param name="report">The report.</param>
    public static string Render(StuckReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder($"{report.Subject}: {report.Condition}");
        if (report.Pod is not null)
            Line(text, 1, $"pod {report.Pod}{(report.Container is null ? "" : $", container {report.Container}")}{(report.Image is null ? "" : $", image {report.Image}")}");
        if (report.Reason is not null)
            Line(text, 1, $"{report.Reason}{(string.IsNullOrEmpty(report.Message) ? "" : $": {report.Message}")}");
        Line(text, 1, $"likely cause: {report.LikelyCause}");
        Section(text, "events", report.Events);
        Section(text, "last lines of its log", report.Log);
        Section(text, "last lines of its log before the restart", report.PreviousLog);
        Line(text, 1, $"next: {report.NextCommand}");
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        Line(text, 1, $"{title}:");
        foreach (var line in lines)
            Line(text, 2, line);
    }

    private static void Line(StringBuilder text, int depth, string line) => text.AppendLine().Append(' ', 2 * depth).Append(line);
}
