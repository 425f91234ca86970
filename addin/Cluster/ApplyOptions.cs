namespace Cake.Istio.Cluster;

/// <summary>How a server-side apply is done (KEP-555).</summary>
public sealed record ApplyOptions
{
    /// <summary>Who owns the applied fields.</summary>
    public required string FieldManager { get; init; }

    /// <summary>Whether fields of other managers are taken over. Default: false, which makes the server refuse with 409.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the server only answers what it would do. Default: false.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// Whether a 404 is retried for a while, because the CRD that serves the kind was established only just now. Default: false.
    /// </summary>
    public bool KindIsNew { get; init; }
}
