using Cake.Istio.Apply.Inventory;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;

namespace Cake.Istio.Apply.Removal;

/// <summary>Stands in for a record where another tool installed the mesh: what of a release's manifest is in the cluster.</summary>
internal static class AdoptedRecord
{
    /// <summary>Looks for the objects of a release, in whatever version they are served. Persists nothing.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="release">The objects of the release.</param>
    /// <param name="ns">The namespace of objects that name none.</param>
    /// <param name="description">What the release is.</param>
    /// <param name="cancel">Ends the requests.</param>
    public static async Task<InstallRecord> ReadAsync(
        ClusterConnection cluster, IReadOnlyList<KubeObject> release, string ns, InstallDescription description, CancellationToken cancel)
    {
        var discovery = await cluster.DiscoverAsync(refresh: false, cancel);
        var places = (from item in ApiUpgrade.Upgrade(release, discovery.IsServed).Objects
                      let resource = discovery.Find(item.ApiVersion, item.Kind) ?? discovery.PreferredFor(item.Ref.Group, item.Kind)
                      where resource is not null
                      select (Resource: resource, Subject: item.Ref with { Namespace = resource.Namespaced ? item.Namespace ?? ns : null })).ToList();
        var live = await LiveObjects.ReadAsync(cluster, places.Select(place => (place.Resource, place.Subject.Namespace)), cancel);
        var objects = from subject in places.Select(place => place.Subject).DistinctBy(ObjectKey.Of)
                      let found = live.Find(ObjectKey.Of(subject))
                      where found is not null
                      select new RecordedObject(subject, (string?)found["metadata"]?["uid"]);
        // Whoever made the namespace, it was not this installer.
        return new(0, RecordState.Installed, description, "", DateTimeOffset.MinValue, MadeNamespace: false, [.. objects]);
    }
}
