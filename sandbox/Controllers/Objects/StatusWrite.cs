namespace Cake.Istio.Sandbox.Controllers.Objects;

/// <summary>Writes of a status, only where it differs.</summary>
internal static class StatusWrite
{
    /// <summary>A copy of the object's status to compute the next one from.</summary>
    public static JsonObject StatusCopy(this JsonObject value) => value.Copy("status") as JsonObject ?? [];

    /// <summary>The write of a new status; nothing when the object has it already.</summary>
    public static IEnumerable<Write> To(ResourceKey resource, JsonObject value, JsonObject status)
    {
        if (JsonNode.DeepEquals(value["status"] ?? new JsonObject(), status))
            yield break;
        var next = value.DeepClone().AsObject();
        next["status"] = status;
        yield return new Write.Replace(resource, next, "status");
    }

    /// <summary>Sets a count; zero is not written, as Go's <c>omitempty</c> does.</summary>
    public static void Count(this JsonObject status, string field, long count)
    {
        if (count == 0)
            status.Remove(field);
        else
            status[field] = count;
    }
}
