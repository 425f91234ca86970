using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    /// <summary>Replaces one object; its <c>metadata.resourceVersion</c> makes the server refuse (409) when it changed in between.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="body">The object, which names itself.</param>
    /// <param name="fieldManager">Who owns its fields, or null for the user agent's name.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <exception cref="ApiException">The server refused. A 409 may also mean that an earlier try whose answer was lost has arrived.</exception>
    public Task<JsonObject> UpdateAsync(ApiResource resource, JsonObject body, string? fieldManager, CancellationToken cancel) =>
        SendAsync(UpdateRequest(resource, body, fieldManager), cancel);

    /// <summary>The same at the end of a run that may have been cancelled, or whose time is over.</summary>
    internal Task<JsonObject> UpdateLastAsync(ApiResource resource, JsonObject body, string? fieldManager, CancellationToken cancel) =>
        SendAsync(UpdateRequest(resource, body, fieldManager) with { OutlivesRun = true }, cancel);

    private static ApiRequest UpdateRequest(ApiResource resource, JsonObject body, string? fieldManager)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(body);
        var metadata = body["metadata"];
        var path = resource.ObjectPath((string?)metadata?["namespace"], (string?)metadata?["name"] ?? "");
        return new(HttpMethod.Put, QueryString.Of(path, ("fieldManager", fieldManager))) { Body = KubeJson.ToUtf8(body) };
    }
}
