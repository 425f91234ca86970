using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    /// <summary>Creates one object. Not repeated when it is unknown whether the server has seen the request.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="ns">Its namespace, or null for a cluster-scoped object.</param>
    /// <param name="body">The object.</param>
    /// <param name="fieldManager">Who owns its fields, or null for the user agent's name.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <exception cref="ApiException">The server refused; 409 AlreadyExists where there is one of that name.</exception>
    public Task<JsonObject> CreateAsync(ApiResource resource, string? ns, JsonObject body, string? fieldManager, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(body);
        return SendAsync(
            new(HttpMethod.Post, QueryString.Of(resource.CollectionPath(ns), ("fieldManager", fieldManager))) { Body = KubeJson.ToUtf8(body) }, cancel);
    }

    /// <summary>Asks a question that persists nothing, such as a SelfSubjectAccessReview.</summary>
    /// <param name="path">The path, such as <c>/apis/authorization.k8s.io/v1/selfsubjectaccessreviews</c>.</param>
    /// <param name="body">The question.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <exception cref="ApiException">The server refused.</exception>
    public Task<JsonObject> ReviewAsync(string path, JsonObject body, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(body);
        return SendAsync(new(HttpMethod.Post, path) { Body = KubeJson.ToUtf8(body), Repeatable = true }, cancel);
    }
}
