using Cake.Istio.Manifests;

namespace Cake.Istio.Readiness;

/// <summary>An object that is waited for.</summary>
internal sealed class TrackedObject(ObjectRef reference, FeedKey feed)
{
    public ObjectRef Ref { get; } = reference;

    public FeedKey Feed { get; } = feed;

    /// <summary>Its readiness as last seen.</summary>
    public ReadinessResult Result { get; set; } = new(ReadinessStatus.Unknown, "was not looked at yet");

    /// <summary>The troubles that were told.</summary>
    public HashSet<string> Told { get; } = new(StringComparer.Ordinal);
}
