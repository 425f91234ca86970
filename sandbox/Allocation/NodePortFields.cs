namespace Cake.Istio.Sandbox.Allocation;

/// <summary>Gives the ports of a Service their node ports.</summary>
internal static class NodePortFields
{
    /// <summary>The node ports that a Service names.</summary>
    public static IReadOnlySet<int> NamedBy(JsonObject service) =>
        service.Objects("spec", "ports").Select(NodePort).Append((int)(service.Number("spec", "healthCheckNodePort") ?? 0)).Where(port => port != 0).ToHashSet();

    /// <summary>A new Service: ports with the same number (such as 53 on TCP and UDP) share a node port.</summary>
    /// <exception cref="StatusException">422: a requested port is taken or out of range.</exception>
    public static void Create(JsonObject service, NodePortRange range)
    {
        if (!ServiceType.MayHaveNodePorts(service))
            return;
        var byPort = new Dictionary<long, int>();
        var ports = service.Objects("spec", "ports").ToArray();
        for (var index = 0; index < ports.Length; index++)
        {
            var number = ports[index].Number("port") ?? 0;
            var own = NodePort(ports[index]);
            if (own == 0 && !ServiceType.NeedsNodePort(service))
                continue;
            if (!byPort.TryGetValue(number, out var shared))
            {
                var wanted = ports.Where(port => port.Number("port") == number).Select(NodePort).FirstOrDefault(port => port != 0);
                byPort[number] = wanted == 0 ? range.Draw() : Take(service, index, wanted, range);
                ports[index]["nodePort"] = byPort[number];
            }
            else if (own == 0)
            {
                ports[index]["nodePort"] = shared;
            }
            else if (own != shared)
            {
                Take(service, index, own, range);
            }
        }
    }

    /// <summary>A changed Service: what it had it keeps, what is new it takes.</summary>
    /// <exception cref="StatusException">422: a requested port is taken or out of range.</exception>
    public static void Update(JsonObject service, JsonObject old, NodePortRange range)
    {
        if (!ServiceType.MayHaveNodePorts(service))
            return;
        var had = Taken.By(old).Ports;
        var ports = service.Objects("spec", "ports").ToArray();
        for (var index = 0; index < ports.Length; index++)
        {
            var own = NodePort(ports[index]);
            if (own == 0)
            {
                if (ServiceType.NeedsNodePort(service))
                    ports[index]["nodePort"] = range.Draw();
            }
            else if (had.Add(own))
            {
                Take(service, index, own, range);
            }
        }
    }

    /// <summary>The health check node port of a LoadBalancer with local traffic policy.</summary>
    /// <exception cref="StatusException">500: the requested port cannot be had (a real server answers so).</exception>
    public static void HealthCheck(JsonObject service, JsonObject? old, NodePortRange range)
    {
        if (!ServiceType.NeedsHealthCheckNodePort(service) || (old is not null && ServiceType.NeedsHealthCheckNodePort(old)))
            return;
        var wanted = (int)(service.Number("spec", "healthCheckNodePort") ?? 0);
        if (wanted == 0)
            service.Child("spec")["healthCheckNodePort"] = range.Draw();
        else if (range.TryTake(wanted) is { } problem)
            throw new StatusException(System.Net.HttpStatusCode.InternalServerError, "InternalError", $"Internal error occurred: failed to allocate requested HealthCheck NodePort {wanted}: {problem}");
    }

    private static int Take(JsonObject service, int index, int wanted, NodePortRange range)
    {
        if (range.TryTake(wanted) is { } problem)
            ClusterIpFields.Refuse(service, findings => findings.Invalid($"spec.ports[{index}].nodePort", wanted, problem));
        return wanted;
    }

    private static int NodePort(JsonObject port) => (int)(port.Number("nodePort") ?? 0);
}
