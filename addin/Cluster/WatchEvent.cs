using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

/// <summary>One event of a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Json">The object after it happened; before it, for <see cref="WatchEventType.Deleted"/>; only a resourceVersion for a bookmark.</param>
public sealed record WatchEvent(WatchEventType Type, JsonObject Json)
{
    /// <summary>Where a watch that continues after this event starts.</summary>
    public string ResourceVersion => (string?)Json["metadata"]?["resourceVersion"] ?? "";
}
