using System.Text;

namespace Cake.Istio.Reporting.Live;

/// <summary>A line of the live display, in parts that may be coloured.</summary>
internal sealed class LiveLine
{
    private const string Reset = "\e[0m";
    private readonly List<(string Text, string Colour)> _parts = [];

    /// <summary>How many columns it takes.</summary>
    public int Width => _parts.Sum(part => part.Text.Length);

    /// <summary>Adds text.</summary>
    public LiveLine Add(string text, string colour = LiveColour.None)
    {
        // One object's message must not become two lines of the display.
        _parts.Add((text.ReplaceLineEndings(" "), colour));
        return this;
    }

    /// <summary>Adds another line's text.</summary>
    public LiveLine Add(LiveLine other)
    {
        _parts.AddRange(other._parts);
        return this;
    }

    /// <summary>The text for a terminal, cut off where that ends.</summary>
    /// <param name="width">The terminal's columns.</param>
    /// <param name="hasColours">Whether to colour it.</param>
    public string Render(int width, bool hasColours)
    {
        var line = new StringBuilder();
        var left = width;
        foreach (var (text, colour) in _parts)
        {
            var cut = text.Length <= left ? text : left > 3 ? $"{text[..(left - 3)]}..." : text[..left];
            line.Append(hasColours && colour.Length > 0 ? $"{colour}{cut}{Reset}" : cut);
            left -= cut.Length;
        }

        return line.ToString();
    }
}
