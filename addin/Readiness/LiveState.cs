using System.Text.Json.Nodes;

namespace Cake.Istio.Readiness;

/// <summary>The objects that the feeds delivered, as of their last news.</summary>
internal sealed class LiveState
{
    private readonly Dictionary<FeedKey, Dictionary<string, JsonObject>> _feeds = [];

    /// <summary>Takes in news.</summary>
    public void Take(FeedUpdate update)
    {
        switch (update)
        {
            case FeedUpdate.Listed listed:
                _feeds[listed.Feed] = new(listed.Items.Select(item => KeyValuePair.Create(item.Name(), item)), StringComparer.Ordinal);
                break;
            case FeedUpdate.Changed changed when _feeds.TryGetValue(changed.Feed, out var objects):
                objects[changed.Item.Name()] = changed.Item;
                break;
            case FeedUpdate.Deleted deleted when _feeds.TryGetValue(deleted.Feed, out var objects):
                objects.Remove(deleted.Item.Name());
                break;
        }
    }

    /// <summary>Whether the feed has delivered anything yet.</summary>
    public bool Knows(FeedKey feed) => _feeds.ContainsKey(feed);

    /// <summary>One object, or null.</summary>
    public JsonObject? Find(FeedKey feed, string name) => _feeds.GetValueOrDefault(feed)?.GetValueOrDefault(name);

    /// <summary>All objects of a feed.</summary>
    public IEnumerable<JsonObject> All(string apiVersion, string kind, string? ns) =>
        _feeds.GetValueOrDefault(new(apiVersion, kind, ns))?.Values ?? Enumerable.Empty<JsonObject>();
}
