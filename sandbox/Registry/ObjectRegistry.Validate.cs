using Cake.Istio.Sandbox.Conversion;
using Cake.Istio.Sandbox.Validation;

namespace Cake.Istio.Sandbox.Registry;

/// <content>Validation.</content>
internal sealed partial class ObjectRegistry
{
    private static void Validate(WriteRequest received, WriteRequest request, JsonObject value, JsonObject? old)
    {
        var kind = request.Resource.Schema;
        if (ObjectValidation.Check(kind, value, old, request.Subresource, received.Resource.ApiVersion) is not { Count: > 0 } found)
            return;
        if (OlderRules.Relax(received.Resource, found, () => old is null ? [] : ObjectValidation.Check(kind, old, old)) is { Count: > 0 } causes)
            throw ObjectValidation.Refuse(received.Resource.Schema, value, causes);
    }
}
