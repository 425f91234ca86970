using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Conversion;
using Cake.Istio.Sandbox.Validation;

namespace Cake.Istio.Sandbox.Registry;

/// <content>Validation.</content>
internal sealed partial class ObjectRegistry
{
    private static void Validate(WriteRequest received, WriteRequest request, JsonObject value, JsonObject? old)
    {
        var kind = request.Resource.Schema;
        if (OlderRules.Relax(received.Resource, ObjectValidation.Check(kind, value, old, request.Subresource)) is { Count: > 0 } causes)
            throw ObjectValidation.Refuse(received.Resource.Schema, value, causes);
    }
}
