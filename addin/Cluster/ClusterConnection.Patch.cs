using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    /// <summary>Patches one object.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="ns">Its namespace, or null for a cluster-scoped object.</param>
    /// <param name="name">Its name.</param>
    /// <param name="patchType">One of <see cref="PatchType"/>.</param>
    /// <param name="body">The patch.</param>
    /// <param name="fieldManager">Who owns the patched fields, or null for the user agent's name.</param>
    /// <param name="subresource">A subresource such as <c>status</c>, or null.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <exception cref="ApiException">The server refused.</exception>
    public Task<JsonObject> PatchAsync(
        ApiResource resource, string? ns, string name, string patchType, JsonNode body, string? fieldManager, string? subresource, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(body);
        var path = resource.ObjectPath(ns, name) + (subresource is null ? "" : $"/{subresource}");
        var request = new ApiRequest(HttpMethod.Patch, QueryString.Of(path, ("fieldManager", fieldManager)))
        {
            Body = KubeJson.ToUtf8(body),
            ContentType = patchType,
            Repeatable = !string.Equals(patchType, PatchType.Json, StringComparison.Ordinal),
        };
        return SendAsync(request, cancel);
    }
}
