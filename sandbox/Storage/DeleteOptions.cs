namespace Cake.Istio.Sandbox.Storage;

/// <summary>How an object is deleted, as <c>meta/v1 DeleteOptions</c>.</summary>
internal sealed record DeleteOptions
{
    /// <summary>Refuse unless the object has this uid; null for any.</summary>
    public string? Uid { get; init; }

    /// <summary>Refuse unless the object has this resourceVersion; null for any.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary><c>Background</c> (the default), <c>Foreground</c> or <c>Orphan</c>.</summary>
    public string? Propagation { get; init; }

    /// <summary>Seconds a Pod has to end; 0 removes it at once; null for the Pod's own.</summary>
    public long? GracePeriodSeconds { get; init; }
}
