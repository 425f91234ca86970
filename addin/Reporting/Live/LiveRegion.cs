using System.Text;

namespace Cake.Istio.Reporting.Live;

/// <summary>Lines at the end of a terminal that are drawn again and again.</summary>
/// <remarks>The cursor rests below them and is never hidden, so that a run can end at any time and leaves the terminal as it should be.</remarks>
internal sealed class LiveRegion(TextWriter terminal, Func<(int Width, int Height)> size, bool hasColours)
{
    private IReadOnlyList<int> _widths = [];

    /// <summary>Whether anything is drawn.</summary>
    public bool IsDrawn => _widths.Count > 0;

    /// <summary>Draws the lines in place of those before.</summary>
    public void Draw(IReadOnlyList<LiveLine> lines)
    {
        var (width, height) = size();
        // A full last column makes some terminals wrap; what has scrolled out at the top cannot be erased.
        var fitting = lines.Take(Math.Max(1, height - 1)).Select(line => line.Render(width - 1, hasColours)).ToList();
        var text = new StringBuilder(Erasure(width));
        foreach (var line in fitting)
            text.Append(line).Append('\n');
        terminal.Write(text.ToString());
        terminal.Flush();
        _widths = [.. lines.Take(fitting.Count).Select(line => Math.Min(line.Width, width - 1))];
    }

    /// <summary>Takes the lines away; what is written next stands in their place.</summary>
    public void Clear()
    {
        if (!IsDrawn)
            return;
        terminal.Write(Erasure(size().Width));
        terminal.Flush();
        _widths = [];
    }

    // A terminal that was made narrower since has wrapped them.
    private string Erasure(int width) =>
        IsDrawn ? $"\e[{_widths.Sum(line => Math.Max(1, (line + width - 1) / width))}A\r\e[J" : "";
}
