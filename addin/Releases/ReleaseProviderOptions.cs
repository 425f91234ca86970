namespace Cake.Istio.Releases;

/// <summary>What a test replaces: the clock, the platform, the places and the patience of <see cref="ReleaseProvider"/>.</summary>
internal sealed record ReleaseProviderOptions
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ReleasePlatform Platform { get; init; } = ReleasePlatform.Current;

    public ArchiveLimits Limits { get; init; } = ArchiveLimits.Default;

    /// <summary>The page that redirects to the newest release.</summary>
    public Uri Latest { get; init; } = new("https://github.com/istio/istio/releases/latest");

    /// <summary>How long a connection may take to be made.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a server may send nothing.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first pause before another attempt; it doubles each time.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Attempts after the first one; counted anew whenever bytes arrived.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>The longest pause that a server may ask for.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(2);
}
