namespace Cake.Istio.Sandbox.Allocation;

/// <summary>What an update of a Service keeps without naming it, and what it loses with its type.</summary>
internal static class ServiceUpdate
{
    /// <summary>Takes over values that were allocated before, so that the YAML that made the Service can be sent again.</summary>
    public static void KeepAllocated(JsonObject service, JsonObject old)
    {
        var spec = service.Child("spec");
        if (ServiceType.NeedsClusterIp(old) && ServiceType.NeedsClusterIp(service))
        {
            if (string.IsNullOrEmpty(spec.Text("clusterIP")))
                Restore(spec, old, "clusterIP");
            if (!spec.Texts("clusterIPs").Any() && spec.Text("clusterIP") == old.Text("spec", "clusterIP"))
                Restore(spec, old, "clusterIPs");
        }
        if (ServiceType.NeedsNodePort(old) && ServiceType.NeedsNodePort(service))
            KeepNodePorts(service, old);
        if (ServiceType.NeedsHealthCheckNodePort(old) && ServiceType.NeedsHealthCheckNodePort(service) && (spec.Number("healthCheckNodePort") ?? 0) == 0)
            Restore(spec, old, "healthCheckNodePort");
    }

    /// <summary>Clears fields that the new type does not have, unless this very update changed them.</summary>
    public static void DropForType(JsonObject service, JsonObject old)
    {
        var spec = service.Child("spec");
        Drop(ServiceType.IsExternalName, "externalName");
        Drop(ServiceType.NeedsClusterIp, "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");
        Drop(ServiceType.NeedsHealthCheckNodePort, "healthCheckNodePort");
        Drop(ServiceType.IsLoadBalancer, "allocateLoadBalancerNodePorts", "loadBalancerClass");
        Drop(ServiceType.IsExternallyAccessible, "externalTrafficPolicy");
        if (ServiceType.MayHaveNodePorts(old) && !ServiceType.MayHaveNodePorts(service) && Taken.By(service).Ports.IsSubsetOf(Taken.By(old).Ports))
        {
            foreach (var port in service.Objects("spec", "ports"))
                port.Remove("nodePort");
        }

        void Drop(Func<JsonObject, bool> has, params string[] fields)
        {
            if (!has(old) || has(service))
                return;
            foreach (var field in fields.Where(field => JsonNode.DeepEquals(spec[field], old.At("spec", field))))
                spec.Remove(field);
        }
    }

    private static void KeepNodePorts(JsonObject service, JsonObject old)
    {
        var used = Taken.By(old).Ports;
        used.IntersectWith(Taken.By(service).Ports);
        var byName = old.Objects("spec", "ports").GroupBy(port => port.Text("name") ?? "").ToDictionary(group => group.Key, group => group.Last().Number("nodePort") ?? 0);
        foreach (var port in service.Objects("spec", "ports").Where(port => (port.Number("nodePort") ?? 0) == 0))
        {
            if (byName.TryGetValue(port.Text("name") ?? "", out var before) && before != 0 && used.Add((int)before))
                port["nodePort"] = before;
        }
    }

    private static void Restore(JsonObject spec, JsonObject old, string field)
    {
        if (old.Copy("spec", field) is { } before)
            spec[field] = before;
    }
}
