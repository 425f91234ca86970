using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    /// <summary>Applies one object on the server's side (KEP-555); the object names itself. Unknown and duplicate fields are refused (KEP-2885).</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="body">What is wanted: <c>apiVersion</c>, <c>kind</c>, <c>metadata.name</c> and the fields to own.</param>
    /// <param name="options">Field manager, force, dry run.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <exception cref="ApiException">The server refused; 409 names each conflicting field and its manager in <see cref="ApiStatus.Causes"/>.</exception>
    public async Task<AppliedObject> ApplyAsync(ApiResource resource, JsonObject body, ApplyOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(options);
        var metadata = body["metadata"];
        var path = QueryString.Of(
            resource.ObjectPath((string?)metadata?["namespace"], (string?)metadata?["name"] ?? ""),
            ("fieldManager", options.FieldManager),
            ("force", options.Force ? "true" : "false"),
            ("fieldValidation", "Strict"),
            ("dryRun", options.DryRun ? "All" : null));
        var request = new ApiRequest(HttpMethod.Patch, path)
        {
            Body = KubeJson.ToUtf8(body),
            ContentType = "application/apply-patch+yaml",
            KindIsNew = options.KindIsNew,
        };
        var answer = await _transport.SendAsync(request, cancel);
        return new(answer.Json(), answer.Code == 201);
    }
}
