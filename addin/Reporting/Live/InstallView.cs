using System.Globalization;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;

namespace Cake.Istio.Reporting.Live;

/// <summary>Renders how far a run is: lines for a terminal, or one for a log.</summary>
internal static class InstallView
{
    private const int BarWidth = 24;
    private const int LongestList = 5;
    private const string Gap = "  ";

    /// <summary>The lines of the live display.</summary>
    /// <param name="state">How far the run is.</param>
    /// <param name="waits">What else is waited for.</param>
    /// <param name="elapsed">How long the run takes so far.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="width">The terminal's columns.</param>
    public static IReadOnlyList<LiveLine> Render(InstallState state, IReadOnlyList<string> waits, TimeSpan elapsed, TimeSpan timeout, int width) =>
        [Head(state, elapsed, timeout), .. Stages(state, width), .. Waits(state, waits)];

    /// <summary>The same as one line, or null where there is nothing to tell.</summary>
    public static string? Summarize(InstallState state, IReadOnlyList<string> waits, TimeSpan elapsed)
    {
        List<string> all = [.. state.Unready.Select(one => $"{one.Subject}: {one.Why}"), .. waits];
        if (all.Count == 0 && state.Done == state.Total)
            return null;
        List<string> parts = [Duration.Format(TimeSpan.FromSeconds(Math.Floor(elapsed.TotalSeconds)))];
        if (state.Done < state.Total)
            parts.Add($"{state.Done} of {state.Total} objects");
        if (all.Count > 0)
            parts.Add($"waiting for {all[0]}{(all.Count > 1 ? $", and {all.Count - 1} more" : "")}");
        return string.Join("; ", parts);
    }

    private static LiveLine Head(InstallState state, TimeSpan elapsed, TimeSpan timeout)
    {
        var line = new LiveLine();
        if (state.Total > 0)
        {
            var filled = BarWidth * state.Done / state.Total;
            line.Add("[").Add(new string('#', filled), LiveColour.Green).Add(new string('-', BarWidth - filled), LiveColour.Dim).Add("]  ")
                .Add($"{state.Done}/{state.Total} objects", LiveColour.Bold).Add(Gap);
        }

        if (state.Download is { } download)
            line.Add(DownloadLog.Describe(download)).Add(Gap);
        return line.Add($"{Clock(elapsed)} of {Duration.Format(timeout)}");
    }

    private static IEnumerable<LiveLine> Stages(InstallState state, int width)
    {
        var line = new LiveLine();
        foreach (var (stage, (done, total)) in state.Stages)
        {
            var item = new LiveLine().Add(Gap).Add($"{Name(stage)} {done}/{total}", done == total ? LiveColour.Green : done > 0 ? LiveColour.Bold : LiveColour.Dim);
            if (line.Width > 0 && line.Width + item.Width >= width)
            {
                yield return line;
                line = new();
            }

            line.Add(item);
        }

        if (line.Width > 0)
            yield return line;
    }

    private static IEnumerable<LiveLine> Waits(InstallState state, IReadOnlyList<string> waits)
    {
        const string Title = "waiting for ";
        List<LiveLine> all =
        [
            .. state.Unready.Select(one => new LiveLine().Add($"{one.Subject.Kind} {one.Subject.Name}: ").Add(one.Why, one.IsStuck ? LiveColour.Yellow : LiveColour.None)),
            .. waits.Select(wait => new LiveLine().Add(wait)),
        ];
        for (var i = 0; i < Math.Min(all.Count, LongestList); i++)
            yield return new LiveLine().Add(i == 0 ? $"{Gap}{Title}" : new string(' ', Gap.Length + Title.Length), LiveColour.Dim).Add(all[i]);
        if (all.Count > LongestList)
            yield return new LiveLine().Add($"{Gap}{new string(' ', Title.Length)}and {all.Count - LongestList} more", LiveColour.Dim);
    }

    private static string Name(Stage stage) => stage switch
    {
        Stage.CustomResourceDefinitions => "definitions",
        Stage.CustomResources => "custom resources",
        _ => stage.ToString().ToLowerInvariant(),
    };

    private static string Clock(TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture, $"{(int)elapsed.TotalMinutes}:{elapsed.Seconds:00}");
}
