namespace Cake.Istio.Reporting.Live;

/// <summary>The colours of the live display: the terminal's own palette, so that they can be read on any background.</summary>
internal static class LiveColour
{
    public const string None = "";
    public const string Bold = "\e[1m";
    public const string Dim = "\e[2m";
    public const string Green = "\e[32m";
    public const string Yellow = "\e[33m";
}
