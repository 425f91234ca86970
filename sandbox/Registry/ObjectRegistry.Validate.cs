using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Validation;

namespace Cake.Istio.Sandbox.Registry;

/// <content>Validation.</content>
internal sealed partial class ObjectRegistry
{
    private static void Validate(WriteRequest request, JsonObject value, JsonObject? old)
    {
        var kind = request.Resource.Schema;
        if (ObjectValidation.Check(kind, value, old, request.Subresource) is { Count: > 0 } causes)
            throw ObjectValidation.Refuse(kind, value, causes);
    }
}
