namespace Cake.Istio.Sandbox.Registry;

/// <summary>Whether an object is the one that the path speaks of.</summary>
internal static class ObjectNaming
{
    /// <summary>Checks an object that is to be created by POST; a missing namespace is filled in.</summary>
    /// <exception cref="StatusException">400 for another namespace.</exception>
    public static void CheckCreate(WriteRequest request, JsonObject value)
    {
        CheckNamespace(request, value);
        if (request.Namespace is { } space)
            value.Child("metadata")["namespace"] = space;
    }

    /// <summary>Checks an object that is to replace another one.</summary>
    /// <exception cref="StatusException">400 for another name or namespace.</exception>
    public static void CheckUpdate(WriteRequest request, JsonObject value)
    {
        CheckNamespace(request, value);
        var name = value.Name();
        if (name.Length == 0)
            throw StatusException.BadRequest($"the name of the object ({request.Name} based on URL) was undeterminable: name must be provided");
        if (name != request.Name)
            throw StatusException.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Name})");
    }

    private static void CheckNamespace(WriteRequest request, JsonObject value)
    {
        if (request.Namespace is { } space && value.Namespace() is { Length: > 0 } given && given != space)
            throw StatusException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
    }
}
