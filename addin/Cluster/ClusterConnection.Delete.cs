using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    /// <summary>Deletes one object; finalizers may keep it for a while.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="ns">Its namespace, or null for a cluster-scoped object.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">Preconditions and propagation, or null.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <returns>Whether there was one to delete.</returns>
    /// <exception cref="ApiException">The server refused with anything but 404; 409 where a precondition does not hold.</exception>
    public async Task<bool> DeleteAsync(ApiResource resource, string? ns, string name, DeleteOptions? options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(resource);
        options ??= new();
        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "DeleteOptions",
            ["propagationPolicy"] = options.Propagation.ToString(),
        };
        if (options.Uid is not null || options.ResourceVersion is not null)
        {
            var preconditions = new JsonObject();
            if (options.Uid is not null)
                preconditions["uid"] = options.Uid;
            if (options.ResourceVersion is not null)
                preconditions["resourceVersion"] = options.ResourceVersion;
            body["preconditions"] = preconditions;
        }

        try
        {
            await _transport.SendAsync(new(HttpMethod.Delete, resource.ObjectPath(ns, name)) { Body = KubeJson.ToUtf8(body) }, cancel);
            return true;
        }
        catch (ApiException refusal) when (refusal.Status.Code == 404)
        {
            return false;
        }
    }
}
