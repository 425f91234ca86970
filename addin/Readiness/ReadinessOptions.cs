namespace Cake.Istio.Readiness;

/// <summary>How long a wait is worth it.</summary>
public sealed record ReadinessOptions
{
    /// <summary>
    /// The wait ends when nothing in the mesh has progressed for this long (<c>--stall-timeout</c>). A node that is being added and an image
    /// that is being pulled count as progress. Default: 2 minutes.
    /// </summary>
    public TimeSpan StallTimeout { get; init; } = DefaultStallTimeout;

    /// <summary>The default of <see cref="StallTimeout"/>.</summary>
    public static TimeSpan DefaultStallTimeout => TimeSpan.FromMinutes(2);
}
