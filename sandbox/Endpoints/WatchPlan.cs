namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Where a watch begins and what it tells beside changes.</summary>
internal sealed class WatchPlan
{
    /// <summary>Send what happened after this version; null to begin with what there is.</summary>
    public long? Since { get; private init; }

    /// <summary>The version of what there is.</summary>
    public long InitialVersion { get; set; }

    /// <summary>Whether bookmarks are wanted.</summary>
    public bool Bookmarks { get; private init; }

    /// <summary>Whether a bookmark says where the initial events end.</summary>
    public bool EndOfInitial { get; private init; }

    /// <summary>Reads the query.</summary>
    public static WatchPlan From(ApiCall call, ListOptions options)
    {
        var bookmarks = call.QueryFlag("allowWatchBookmarks");
        var sendInitial = call.Query("sendInitialEvents") is null ? (bool?)null : call.QueryFlag("sendInitialEvents");
        var begin = sendInitial ?? options.ResourceVersion is null or 0;
        return new WatchPlan { Since = begin ? null : options.ResourceVersion, Bookmarks = bookmarks, EndOfInitial = sendInitial == true && bookmarks };
    }
}
