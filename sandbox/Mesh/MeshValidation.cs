namespace Cake.Istio.Sandbox.Mesh;

/// <summary>The checks of mesh objects that catch what is plainly wrong, in the words of galley and istiod.</summary>
internal static class MeshValidation
{
    private const string AlwaysReject = "internal.istio.io/webhook-always-reject";

    /// <summary>What is wrong with an object; null when it passes.</summary>
    public static string? Problem(JsonObject value)
    {
        if (value.Annotation(AlwaysReject) == "true")
            return "configuration is invalid: always rejected";
        var spec = value["spec"] as JsonObject ?? [];
        var problem = value.Text("kind") switch
        {
            "Gateway" => Gateway(spec),
            "VirtualService" => VirtualService(spec),
            "DestinationRule" => string.IsNullOrEmpty(spec.Text("host")) ? "empty domain name not allowed" : null,
            "ServiceEntry" => IsEmpty(spec, "hosts") ? "service entry must have at least one host" : null,
            _ => null,
        };
        return problem is null ? null : $"configuration is invalid: {problem}";
    }

    private static string? Gateway(JsonObject spec)
    {
        if (IsEmpty(spec, "servers"))
            return "gateway must have at least one server";
        foreach (var server in spec.Objects("servers"))
        {
            if (IsEmpty(server, "hosts"))
                return "server config must contain at least one host";
            if (server["port"] is not JsonObject port)
                return "port is required";
            if (port.Number("number") is not (>= 1 and <= 65535))
                return $"port number {port.Number("number") ?? 0} must be in the range 1..65535";
        }
        return null;
    }

    private static string? VirtualService(JsonObject spec)
    {
        // A delegate has no hosts of its own; its root names them.
        if (IsEmpty(spec, "hosts") && spec["http"] is null)
            return "virtual service must have at least one host";
        if (IsEmpty(spec, "http") && IsEmpty(spec, "tcp") && IsEmpty(spec, "tls"))
            return "http, tcp or tls must be provided in virtual service";
        return spec.Objects("http").Any(route => route["route"] is null && route["redirect"] is null && route["directResponse"] is null && route["delegate"] is null)
            ? "HTTP route or redirect is required"
            : null;
    }

    private static bool IsEmpty(JsonObject spec, string list) => spec[list] is not JsonArray { Count: > 0 };
}
