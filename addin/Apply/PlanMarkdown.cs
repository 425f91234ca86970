using System.Text;

namespace Cake.Istio.Apply;

/// <summary>A plan as Markdown, for the summary of a CI job or a comment on a change.</summary>
internal static class PlanMarkdown
{
    /// <summary>Counts and notes, then each object that is written as a folded diff.</summary>
    public static string Render(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder($"## Plan: {plan.Counts}\n\nDigest: `{plan.Digest}`\n");
        foreach (var line in PlanText.Summary(plan))
            text.Append("\n- ").Append(System.Net.WebUtility.HtmlEncode(line)).Append('\n');
        foreach (var change in plan.Changes.Where(change => change.Action != ChangeAction.Unchanged))
            Append(text, change);
        return text.ToString();
    }

    private static void Append(StringBuilder text, PlannedChange change)
    {
        var lines = PlanText.Lines(change).ToList();
        // An object that is created has no fields to show, and the first line says it all.
        if (lines.Count == 1)
        {
            text.Append("\n- `").Append(lines[0].Replace('`', '\'')).Append("`\n");
            return;
        }

        text.Append("\n<details><summary>").Append(System.Net.WebUtility.HtmlEncode(lines[0])).Append("</summary>\n\n```diff\n");
        foreach (var line in lines.Skip(1))
            text.Append(DiffLine(line)).Append('\n');
        text.Append("```\n\n</details>\n");
    }

    // A diff's colours go by the first character; three back-ticks would end the block.
    private static string DiffLine(string line)
    {
        var content = line.TrimStart().Replace("```", "'''", StringComparison.Ordinal);
        return content is ['~', ..] ? $"! {content[1..].TrimStart()}" : content is ['+' or '-', ..] ? content : $"  {content}";
    }
}
