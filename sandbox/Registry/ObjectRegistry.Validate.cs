using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Errors;

namespace Cake.Istio.Sandbox.Registry;

/// <content>Validation.</content>
internal sealed partial class ObjectRegistry
{
    private static void Validate(WriteRequest request, JsonObject value, JsonObject? old)
    {
        var causes = new List<StatusCause>();
        if (value.Name().Length == 0)
            causes.Add(new StatusCause("FieldValueRequired", "Required value: name or generateName is required", "metadata.name"));
        if (causes.Count > 0)
            throw StatusException.Invalid(request.Resource.Group, request.Resource.Kind, value.Name(), causes);
    }
}
