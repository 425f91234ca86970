using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Errors;

namespace Cake.Istio.Sandbox.Registry;

/// <summary>Whether an object is the one that the path speaks of.</summary>
internal static class ObjectNaming
{
    /// <summary>Checks an object that is to be created by POST; a missing namespace is filled in.</summary>
    /// <exception cref="StatusException">400 for another namespace.</exception>
    public static void CheckCreate(WriteRequest request, JsonObject value)
    {
        var metadata = value.Child("metadata");
        if (request.Namespace is not { } space)
            return;
        if (metadata.Text("namespace") is { Length: > 0 } given && given != space)
            throw StatusException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        metadata["namespace"] = space;
    }

    /// <summary>Checks an object that is to replace another one.</summary>
    /// <exception cref="StatusException">400 for another name or namespace.</exception>
    public static void CheckUpdate(WriteRequest request, JsonObject value)
    {
        var (name, space) = (value.Name(), value.Namespace());
        if (name.Length == 0)
            throw StatusException.BadRequest($"the name of the object ({request.Name} based on URL) was undeterminable: name must be provided");
        if (name != request.Name)
            throw StatusException.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Name})");
        if (request.Namespace is not null && !string.IsNullOrEmpty(space) && space != request.Namespace)
            throw StatusException.BadRequest($"the namespace of the object ({space}) does not match the namespace on the request ({request.Namespace})");
    }
}
