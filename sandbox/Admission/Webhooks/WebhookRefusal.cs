namespace Cake.Istio.Sandbox.Admission.Webhooks;

/// <summary>What a client sees when a webhook stops a request.</summary>
internal static class WebhookRefusal
{
    /// <summary>The webhook said no: its status, at least 400, and its words.</summary>
    public static StatusException Denied(string webhook, JsonNode? result)
    {
        var code = (int)Math.Max(400, result.Number("code") ?? 400);
        var reason = result.Text("reason") ?? "";
        var why = result.Text("message") is { Length: > 0 } message ? $": {message}" : reason.Length > 0 ? $": {reason}" : " without explanation";
        return new StatusException((HttpStatusCode)code, reason, $"admission webhook \"{webhook}\" denied the request{why}")
        {
            Causes = [.. result.Objects("details", "causes").Select(cause => new StatusCause(cause.Text("reason") ?? "", cause.Text("message") ?? "", cause.Text("field")))],
        };
    }

    /// <summary>The webhook could not be called, and its failure policy is Fail.</summary>
    public static StatusException NotCalled(string webhook, string why)
    {
        var message = $"failed calling webhook \"{webhook}\": {why}";
        return new StatusException(HttpStatusCode.InternalServerError, "InternalError", $"Internal error occurred: {message}")
        {
            Causes = [new StatusCause("", message, null)],
        };
    }

    /// <summary>A dry run would call a webhook that may have side effects.</summary>
    public static StatusException NoDryRun(string webhook) => StatusException.BadRequest($"admission webhook \"{webhook}\" does not support dry run");
}
