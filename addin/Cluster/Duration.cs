namespace Cake.Istio.Cluster;

/// <summary>Durations as kubectl writes them.</summary>
internal static class Duration
{
    /// <summary>Gives <c>350ms</c>, <c>1.5s</c>, <c>2m</c>, <c>1h5m</c>.</summary>
    public static string Format(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => $"{duration.TotalMilliseconds:0}ms",
        { TotalMinutes: < 1 } => $"{duration.TotalSeconds:0.#}s",
        { TotalHours: < 1 } => $"{duration.Minutes}m{(duration.Seconds == 0 ? "" : $"{duration.Seconds}s")}",
        _ => $"{(int)duration.TotalHours}h{(duration.Minutes == 0 ? "" : $"{duration.Minutes}m")}",
    };
}
