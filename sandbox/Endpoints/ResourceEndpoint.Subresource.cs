using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Registry;

namespace Cake.Istio.Sandbox.Endpoints;

/// <content>PUT of the scale subresource.</content>
internal sealed partial class ResourceEndpoint
{
    private Task<WriteResult> ScaleAsync(ApiCall call, WriteRequest request, JsonObject scale)
    {
        ObjectNaming.CheckUpdate(request, scale);
        return registry.ChangeAsync(request, stored =>
        {
            ScaleView.Write(call.Resource, stored, scale);
            return stored;
        }, call.Cancelled);
    }
}
