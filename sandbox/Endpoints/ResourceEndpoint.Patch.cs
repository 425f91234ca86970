using Cake.Istio.Sandbox.Server;

namespace Cake.Istio.Sandbox.Endpoints;

/// <content>PATCH.</content>
internal sealed partial class ResourceEndpoint
{
    private static Task<bool> PatchAsync(ApiCall call)
    {
        var contentType = MediaType.ParseList(call.Http.Request.ContentType ?? "").FirstOrDefault()?.Name;
        throw ObjectDecoder.Unsupported(contentType, MediaType.JsonPatch);
    }
}
