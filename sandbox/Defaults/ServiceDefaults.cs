namespace Cake.Istio.Sandbox.Defaults;

/// <summary>Services. Addresses, families and node ports are allocated, not defaulted.</summary>
internal static class ServiceDefaults
{
    private const int ClientIpSeconds = 10_800;

    /// <summary>Completes a Service.</summary>
    public static void Apply(JsonObject service)
    {
        if (service["spec"] is not JsonObject spec)
            return;
        SessionAffinity(spec);
        spec["type"] ??= "ClusterIP";
        foreach (var port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            port["protocol"] ??= "TCP";
            if (IsUnset(port["targetPort"]))
                port["targetPort"] = port["port"]?.DeepClone();
        }
        var type = (string?)spec["type"];
        if (type is "NodePort" or "LoadBalancer" || (type == "ClusterIP" && spec["externalIPs"] is JsonArray { Count: > 0 }))
            spec["externalTrafficPolicy"] ??= "Cluster";
        if (type is "NodePort" or "LoadBalancer" or "ClusterIP")
            spec["internalTrafficPolicy"] ??= "Cluster";
        if (type == "LoadBalancer")
            LoadBalancer(service, spec);
    }

    private static void SessionAffinity(JsonObject spec)
    {
        spec["sessionAffinity"] ??= "None";
        var affinity = (string?)spec["sessionAffinity"];
        if (affinity == "None")
            spec.Remove("sessionAffinityConfig");
        else if (affinity == "ClientIP" && spec["sessionAffinityConfig"]?["clientIP"]?["timeoutSeconds"] is null)
            spec["sessionAffinityConfig"] = new JsonObject { ["clientIP"] = new JsonObject { ["timeoutSeconds"] = ClientIpSeconds } };
    }

    private static void LoadBalancer(JsonObject service, JsonObject spec)
    {
        spec["allocateLoadBalancerNodePorts"] ??= true;
        foreach (var ingress in (service["status"]?["loadBalancer"]?["ingress"] as JsonArray ?? []).OfType<JsonObject>())
            if ((string?)ingress["ip"] is { Length: > 0 })
                ingress["ipMode"] ??= "VIP";
    }

    private static bool IsUnset(JsonNode? port) => port is null
        || (port.GetValueKind() == JsonValueKind.String ? port.GetValue<string>().Length == 0 : port.ToJsonString() == "0");
}
