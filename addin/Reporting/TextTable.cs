using System.Text;

namespace Cake.Istio.Reporting;

/// <summary>Renders a <see cref="Table"/> the way kubectl does: upper-case headings, columns three spaces apart, nothing after the last.</summary>
public static class TextTable
{
    private const int Gap = 3;

    /// <summary>Renders the table's heading and rows, one line each.</summary>
    /// <param name="table">What to render.</param>
    public static IReadOnlyList<string> Render(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        IReadOnlyList<string>[] lines = [[.. table.Columns.Select(c => c.ToUpperInvariant())], .. table.Rows];
        var widths = Enumerable.Range(0, table.Columns.Count).Select(column => lines.Max(line => line[column].Length)).ToArray();
        return [.. lines.Select(line => RenderLine(line, widths))];
    }

    private static string RenderLine(IReadOnlyList<string> cells, int[] widths)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Count; i++)
            line.Append(cells[i].PadRight(widths[i] + Gap));
        return line.ToString().TrimEnd();
    }
}
