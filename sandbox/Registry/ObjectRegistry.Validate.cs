using Cake.Istio.Sandbox.Conversion;
using Cake.Istio.Sandbox.Validation;

namespace Cake.Istio.Sandbox.Registry;

/// <content>Validation.</content>
internal sealed partial class ObjectRegistry
{
    private void Validate(WriteRequest received, WriteRequest request, JsonObject value, JsonObject? old)
    {
        var kind = request.Resource.Schema;
        var found = ObjectValidation.Check(kind, value, old, request.Subresource, received.Resource.ApiVersion);
        if (request.Resource.Custom?.Scale is { } scale)
            found = [.. found, .. ScaleView.Check(scale, value, request.Subresource == "status")];
        if (!server.IsCurrent && old is null)
            found = OlderRules.Tighten(request.Resource, value, found);
        if (OlderRules.Relax(received.Resource, found, () => old is null ? [] : ObjectValidation.Check(kind, old, old)) is { Count: > 0 } causes)
            throw ObjectValidation.Refuse(received.Resource.Schema, value, causes);
    }
}
