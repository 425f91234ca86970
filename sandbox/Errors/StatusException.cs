namespace Cake.Istio.Sandbox.Errors;

/// <summary>A refusal that reaches the client as a <c>v1/Status</c> body with its HTTP status.</summary>
internal sealed partial class StatusException(HttpStatusCode code, string reason, string message) : Exception(message)
{
    /// <summary>The HTTP status code.</summary>
    public HttpStatusCode Code { get; } = code;

    /// <summary>The machine-readable reason, such as <c>NotFound</c>.</summary>
    public string Reason { get; } = reason;

    /// <summary><c>details.name</c>, or null.</summary>
    public string? Name { get; init; }

    /// <summary><c>details.group</c>, or null; the core group is not written.</summary>
    public string? Group { get; init; }

    /// <summary><c>details.kind</c>: the plural for most reasons, the kind for <c>Invalid</c>; or null.</summary>
    public string? Kind { get; init; }

    /// <summary><c>details.uid</c>, or null.</summary>
    public string? Uid { get; init; }

    /// <summary><c>details.causes</c>, in the order found.</summary>
    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    /// <summary><c>details.retryAfterSeconds</c>, also sent as the header; null for none.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Whether <c>details</c> is written even when it is empty.</summary>
    public bool HasDetails { get; init; }

    /// <summary>The body as the client sees it.</summary>
    public JsonObject ToStatus()
    {
        var details = new JsonObject();
        Put(details, "name", Name);
        Put(details, "group", Group);
        Put(details, "kind", Kind);
        Put(details, "uid", Uid);
        if (Causes.Count > 0)
            details["causes"] = new JsonArray([.. Causes.Select(ToJson)]);
        if (RetryAfterSeconds is { } seconds)
            details["retryAfterSeconds"] = seconds;

        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
        };
        Put(status, "reason", Reason);
        if (details.Count > 0 || HasDetails)
            status["details"] = details;
        status["code"] = (int)Code;
        return status;
    }

    private static JsonObject ToJson(StatusCause cause)
    {
        var json = new JsonObject { ["reason"] = cause.Reason, ["message"] = cause.Message };
        Put(json, "field", cause.Field);
        return json;
    }

    private static void Put(JsonObject json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json[name] = value;
    }
}
