using System.Text.Json.Nodes;
using Cake.Istio.Errors;

namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    /// <summary>
    /// Makes one object hold what is said, on servers with and without server-side apply: merged into the object that exists (RFC 7386), else created.
    /// </summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="body">What is wanted; it names itself.</param>
    /// <param name="fieldManager">Who owns the fields.</param>
    /// <param name="cancel">Ends the requests.</param>
    /// <exception cref="ApiException">The server refused.</exception>
    internal async Task SetAsync(ApiResource resource, JsonObject body, string fieldManager, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(body);
        var (ns, name) = ((string?)body["metadata"]?["namespace"], (string?)body["metadata"]?["name"] ?? "");
        while (true)
        {
            try
            {
                await PatchAsync(resource, ns, name, PatchType.Merge, body, fieldManager, null, cancel);
                return;
            }
            catch (ApiException refusal) when (refusal.Status.Code == 404)
            {
                if (await TryCreateAsync(resource, ns, body, fieldManager, cancel))
                    return;
            }
        }
    }

    // False where there is one now, or may be: somebody was faster, or the answer was lost.
    private async Task<bool> TryCreateAsync(ApiResource resource, string? ns, JsonObject body, string fieldManager, CancellationToken cancel)
    {
        try
        {
            await CreateAsync(resource, ns, body, fieldManager, cancel);
            return true;
        }
        catch (ApiException refusal) when (refusal.Status.Code is 409 or >= 500 && WebhookFailure.Read(refusal.Status) is null)
        {
            return false;
        }
        catch (MeshException lost) when (lost.Code == ErrorCode.ConnectionLost)
        {
            return false;
        }
    }
}
