namespace Cake.Istio.Cluster;

/// <summary>What a <see cref="WatchEvent"/> reports.</summary>
public enum WatchEventType
{
    /// <summary>The object was created, or existed already when the watch began.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone.</summary>
    Deleted,

    /// <summary>Nothing happened up to this resourceVersion.</summary>
    Bookmark,
}
