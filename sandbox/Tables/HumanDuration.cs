namespace Cake.Istio.Sandbox.Tables;

/// <summary>Durations as kubectl shows them (k8s.io/apimachinery/pkg/util/duration).</summary>
internal static class HumanDuration
{
    /// <summary>How long ago the time at a path is; <c>&lt;unknown&gt;</c> when there is none.</summary>
    public static string Since(this JsonNode? value, DateTimeOffset now, params ReadOnlySpan<string> path) =>
        value.Time(path) is { } time ? Format(now - time) : "<unknown>";

    /// <summary>The age of an object.</summary>
    public static string Age(this JsonObject value, DateTimeOffset now) => value.Since(now, "metadata", "creationTimestamp");

    /// <summary>Two to three significant figures, such as <c>3m20s</c> or <c>5d4h</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        if (seconds < -1)
            return "<invalid>";
        if (seconds < 0)
            return "0s";
        if (seconds < 60 * 2)
            return $"{seconds}s";
        var minutes = (long)duration.TotalMinutes;
        if (minutes < 10)
            return Two(minutes, "m", seconds % 60, "s");
        if (minutes < 60 * 3)
            return $"{minutes}m";
        var hours = (long)duration.TotalHours;
        if (hours < 8)
            return Two(hours, "h", minutes % 60, "m");
        if (hours < 48)
            return $"{hours}h";
        if (hours < 24 * 8)
            return Two(hours / 24, "d", hours % 24, "h");
        if (hours < 24 * 365 * 2)
            return $"{hours / 24}d";
        return hours < 24 * 365 * 8 ? Two(hours / 24 / 365, "y", hours / 24 % 365, "d") : $"{hours / 24 / 365}y";
    }

    private static string Two(long large, string largeUnit, long small, string smallUnit) =>
        string.Create(CultureInfo.InvariantCulture, $"{large}{largeUnit}{(small == 0 ? "" : small + smallUnit)}");
}
