using System.Text.Json.Nodes;
using Cake.Istio.Cluster;

namespace Cake.Istio.Apply;

/// <summary>The live objects of some kinds, read with one LIST per kind and namespace.</summary>
internal sealed class LiveObjects
{
    private readonly Dictionary<ObjectKey, JsonObject> _objects = [];

    private LiveObjects()
    {
    }

    /// <summary>Reads what a plan has to look at, all lists in parallel.</summary>
    public static async Task<LiveObjects> ReadAsync(
        ClusterConnection cluster, IEnumerable<(ApiResource Resource, string? Namespace)> places, CancellationToken cancel)
    {
        var lists = await Task.WhenAll(places.Distinct().Select(async place =>
            (place.Resource, List: await cluster.ListAsync(place.Resource, place.Namespace, null, cancel))));
        var live = new LiveObjects();
        foreach (var (resource, list) in lists)
        {
            foreach (var item in list.Items)
                live._objects[KeyOf(resource, item)] = item;
        }

        return live;
    }

    /// <summary>The live object, or null.</summary>
    public JsonObject? Find(ObjectKey key) => _objects.GetValueOrDefault(key);

    private static ObjectKey KeyOf(ApiResource resource, JsonObject item) =>
        new(resource.Group, resource.Kind, (string?)item["metadata"]?["namespace"], (string?)item["metadata"]?["name"] ?? "");
}
