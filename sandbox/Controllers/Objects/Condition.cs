namespace Cake.Istio.Sandbox.Controllers.Objects;

/// <summary>The <c>status.conditions</c> of an object.</summary>
internal static class Condition
{
    /// <summary>The condition of a type, or null.</summary>
    public static JsonObject? Find(JsonNode? status, string type) => status.Objects("conditions").FirstOrDefault(condition => condition.Text("type") == type);

    /// <summary>Whether the condition of a type is <c>True</c>.</summary>
    public static bool IsTrue(JsonObject value, string type) => Find(value.At("status"), type)?.Text("status") == "True";

    /// <summary>
    /// Sets a condition in place. One that is the same but for its times stays as it is; <c>lastTransitionTime</c> moves only when the status does.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    public static bool Set(JsonObject status, string type, string value, string? reason, string? message, DateTimeOffset now)
    {
        var next = new JsonObject { ["type"] = type, ["status"] = value, ["lastTransitionTime"] = now.Stamp() };
        if (reason is not null)
            next["reason"] = reason;
        if (message is not null)
            next["message"] = message;
        return Set(status, next);
    }

    /// <summary>Sets a condition that carries its own times.</summary>
    public static bool Set(JsonObject status, JsonObject next)
    {
        if (status["conditions"] is not JsonArray conditions)
            status["conditions"] = conditions = [];
        var type = next.Text("type");
        var index = conditions.ToList().FindIndex(item => item.Text("type") == type);
        if (index < 0)
        {
            conditions.Add(next);
            return true;
        }
        var current = conditions[index]!.AsObject();
        if (Same(current, next, "status") && Same(current, next, "reason") && Same(current, next, "message"))
            return false;
        if (Same(current, next, "status"))
            next["lastTransitionTime"] = current.Copy("lastTransitionTime");
        conditions[index] = next;
        return true;
    }

    /// <summary>Removes the condition of a type.</summary>
    public static void Remove(JsonObject status, string type)
    {
        if (status["conditions"] is JsonArray conditions && Find(status, type) is { } found)
            conditions.Remove(found);
    }

    private static bool Same(JsonObject left, JsonObject right, string field) => (left.Text(field) ?? "") == (right.Text(field) ?? "");
}
