using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    /// <summary>Reads one object.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="ns">Its namespace, or null for a cluster-scoped object.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <returns>The object, or null where there is none (404).</returns>
    /// <exception cref="ApiException">The server refused with anything but 404.</exception>
    public async Task<JsonObject?> GetAsync(ApiResource resource, string? ns, string name, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(resource);
        try
        {
            return await SendAsync(new(HttpMethod.Get, resource.ObjectPath(ns, name)), cancel);
        }
        catch (ApiException refusal) when (refusal.Status.Code == 404)
        {
            return null;
        }
    }
}
