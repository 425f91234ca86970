using Cake.Istio.Cluster;
using Cake.Istio.Errors;

namespace Cake.Istio.Readiness;

/// <summary>Reads the Events about one object.</summary>
internal static class ObjectEvents
{
    /// <summary>The Events about the object, the newest last; none where the user may not read them or they cannot be had: what they explain is worth telling without.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The object's namespace.</param>
    /// <param name="kind">The object's kind.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="cancel">Ends the request.</param>
    public static async Task<IReadOnlyList<ObjectEvent>> ListAsync(ClusterConnection cluster, string ns, string kind, string name, CancellationToken cancel)
    {
        try
        {
            if ((await cluster.DiscoverAsync(refresh: false, cancel)).Find("v1", "Event") is not { } resource)
                return [];
            var list = await cluster.ListAsync(resource, ns, new() { FieldSelector = $"involvedObject.kind={kind},involvedObject.name={name}" }, cancel);
            return [.. list.Items.Select(ObjectEvent.Read).OrderBy(one => one.Time)];
        }
        catch (Exception failure) when (failure is ApiException or MeshException)
        {
            return [];
        }
    }
}
