using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>The time zone in a CronJob's schedule, which a server of 1.29 or newer refuses, to the field for it (KEP-3140).</summary>
/// <remarks>Source: robfig/cron, ParseStandard, for what it meant; validateScheduleFormat of pkg/apis/batch/validation for what is refused.</remarks>
internal static class ScheduleTimeZone
{
    private static readonly string[] Prefixes = ["TZ=", "CRON_TZ="];

    /// <summary>Moves it, unless the field says something already.</summary>
    internal static void Rewrite(JsonObject json, ICollection<string> notes)
    {
        if (json.Object("spec") is not { } spec || spec["timeZone"] is not null || spec.Text("schedule") is not { } schedule)
            return;
        var end = schedule.IndexOf(' ', StringComparison.Ordinal);
        if (end < 0 || Array.Find(Prefixes, prefix => schedule.StartsWith(prefix, StringComparison.Ordinal)) is not { } prefix)
            return;
        var zone = schedule[prefix.Length..end];
        spec["schedule"] = schedule[end..].Trim();
        // Go's name for the zone of the controller, which counts where no other is given; the field refuses it. No name at all is UTC.
        if (zone != "Local")
            spec["timeZone"] = zone.Length == 0 ? "UTC" : zone;
        notes.Add($"The time zone {(zone.Length == 0 ? "UTC" : zone)} is no part of the schedule any more{(zone == "Local" ? ", where it said nothing" : " but a field")}.");
    }
}
