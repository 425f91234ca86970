namespace Cake.Istio.Cluster;

/// <summary>One request to the API server, before credentials and retries.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with its query.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    /// <summary>The body, or null.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The body's media type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>What the answer may be.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Whether a second try after an unknown outcome does no harm. Default: true for all but POST.</summary>
    public bool Repeatable { get; init; } = Method != HttpMethod.Post;

    /// <summary>The longest time that retries may take, where the answer is not worth more.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.MaxValue;

    /// <summary>Whether 404 is retried for a while.</summary>
    public bool KindIsNew { get; init; }

    /// <summary>Whether it is sent although the run was cancelled or its time is over, so that the run can end in order.</summary>
    public bool OutlivesRun { get; init; }

    /// <summary>The request in words, without query.</summary>
    public override string ToString() => $"{Method} {Path.Split('?')[0]}";
}
