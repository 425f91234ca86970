using System.Text.Json.Nodes;
using Cake.Istio.Apply.Inventory;
using Cake.Istio.Cluster;

namespace Cake.Istio.Apply;

/// <summary>The live objects of some kinds, read with one LIST per kind and namespace.</summary>
internal sealed class LiveObjects
{
    private readonly Dictionary<ObjectKey, JsonObject> _objects = [];
    private readonly HashSet<(ApiResource Resource, string? Namespace)> _places = [];

    private LiveObjects()
    {
    }

    /// <summary>Reads what a plan has to look at, all lists in parallel.</summary>
    public static async Task<LiveObjects> ReadAsync(
        ClusterConnection cluster, IEnumerable<(ApiResource Resource, string? Namespace)> places, CancellationToken cancel)
    {
        var all = places.ToHashSet();
        var live = Of(await Task.WhenAll(all.Select(async place =>
            (place.Resource, await cluster.ListIfServedAsync(place.Resource, place.Namespace, OptionsFor(place.Resource), cancel)))));
        live._places.UnionWith(all);
        return live;
    }

    /// <summary>Whether a kind was read in a namespace, or in all, in whichever of its versions.</summary>
    public bool Covers((ApiResource Resource, string? Namespace) place) =>
        _places.Any(read => (read.Resource.Group, read.Resource.Kind, read.Namespace) == (place.Resource.Group, place.Resource.Kind, place.Namespace));

    /// <summary>Takes what was listed already.</summary>
    public static LiveObjects Of(IEnumerable<(ApiResource Resource, IReadOnlyList<JsonObject> Items)> lists)
    {
        var live = new LiveObjects();
        foreach (var (resource, items) in lists)
        {
            foreach (var item in items)
                live._objects[KeyOf(resource, item)] = item;
        }

        return live;
    }

    /// <summary>The live objects of a kind, in a namespace where one is given, ordered by name.</summary>
    public IReadOnlyList<JsonObject> OfKind(string group, string kind, string? ns = null) =>
    [
        .. _objects
            .Where(entry => entry.Key.Group == group && entry.Key.Kind == kind && (ns is null || entry.Key.Namespace == ns))
            .OrderBy(entry => entry.Key.Name, StringComparer.Ordinal)
            .Select(entry => entry.Value),
    ];

    /// <summary>The live object, or null.</summary>
    public JsonObject? Find(ObjectKey key) => _objects.GetValueOrDefault(key);

    // The manifests of earlier revisions are no part of a mesh, and large.
    private static ListOptions? OptionsFor(ApiResource resource) =>
        resource is { Group: "", Kind: "Secret" } ? new() { LabelSelector = $"!{RevisionStore.NumberLabel}" } : null;

    private static ObjectKey KeyOf(ApiResource resource, JsonObject item) =>
        new(resource.Group, resource.Kind, (string?)item["metadata"]?["namespace"], (string?)item["metadata"]?["name"] ?? "");
}
