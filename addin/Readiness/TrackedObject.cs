using Cake.Istio.Manifests;

namespace Cake.Istio.Readiness;

/// <summary>An object that is waited for.</summary>
/// <param name="reference">The object.</param>
/// <param name="feed">Where its news come from.</param>
/// <param name="isAwaited">Whether the wait ends with it; else only its troubles are told.</param>
internal sealed class TrackedObject(ObjectRef reference, FeedKey feed, bool isAwaited)
{
    public ObjectRef Ref { get; } = reference;

    public FeedKey Feed { get; } = feed;

    public bool IsAwaited { get; } = isAwaited;

    /// <summary>Its readiness as last seen.</summary>
    public ReadinessResult Result { get; set; } = new(ReadinessStatus.Unknown, "was not looked at yet");
}
