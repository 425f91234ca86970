using System.Collections.Concurrent;
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
        ClusterConnection cluster, IEnumerable<(ApiResource Resource, string? Namespace)> places, int parallelism, CancellationToken cancel)
    {
        var lists = new ConcurrentBag<(ApiResource Resource, ObjectList List)>();
        await Parallel.ForEachAsync(
            places.Distinct(),
            new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancel },
            async (place, token) => lists.Add((place.Resource, await cluster.ListAsync(place.Resource, place.Namespace, null, token))));

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
