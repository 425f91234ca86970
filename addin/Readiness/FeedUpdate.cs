using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>News from a <see cref="KindFeed"/>.</summary>
internal abstract record FeedUpdate(FeedKey Feed)
{
    /// <summary>All objects as of now.</summary>
    internal sealed record Listed(FeedKey Feed, IReadOnlyList<JsonObject> Items) : FeedUpdate(Feed);

    /// <summary>An object that is new or changed.</summary>
    internal sealed record Changed(FeedKey Feed, JsonObject Item) : FeedUpdate(Feed);

    /// <summary>An object that is gone.</summary>
    internal sealed record Deleted(FeedKey Feed, JsonObject Item) : FeedUpdate(Feed);

    /// <summary>The feed ended, because the server does not permit it.</summary>
    internal sealed record Ended(FeedKey Feed, Exception Cause) : FeedUpdate(Feed);
}
