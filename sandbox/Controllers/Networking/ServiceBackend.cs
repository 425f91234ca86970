namespace Cake.Istio.Sandbox.Controllers.Networking;

/// <summary>A Pod behind a Service, with the ports that traffic goes to.</summary>
/// <param name="Pod">The Pod.</param>
/// <param name="Ports">The resolved ports as <c>discovery.k8s.io EndpointPort</c>.</param>
internal sealed record ServiceBackend(JsonObject Pod, IReadOnlyList<JsonObject> Ports)
{
    /// <summary>What tells port lists apart.</summary>
    public string PortKey => string.Join(',', Ports.Select(port => port.ToJsonString()));

    /// <summary>Whether the Pod can take new connections.</summary>
    public bool IsServing => Pod.IsReady();

    /// <summary>Whether the Pod is going.</summary>
    public bool IsTerminating => Pod.IsDeleting();

    /// <summary>The Pods with addresses that the Service selects, by name.</summary>
    public static IReadOnlyList<ServiceBackend> Of(JsonObject service, IEnumerable<JsonObject> pods) =>
    [
        .. pods.Where(pod => !pod.HasEnded() && pod.Text("status", "podIP") is { Length: > 0 } && LabelSelector.MatchesMap(service.At("spec", "selector"), pod.Labels()))
            .OrderBy(pod => pod.Name(), StringComparer.Ordinal)
            .Select(pod => new ServiceBackend(pod, [.. service.Objects("spec", "ports").Select(port => Resolve(port, pod)).OfType<JsonObject>()])),
    ];

    // A named target port is looked up in the Pod; a Pod without it has no such port.
    private static JsonObject? Resolve(JsonObject port, JsonObject pod)
    {
        var protocol = port.Text("protocol") ?? "TCP";
        var target = port.Text("targetPort") is { } name
            ? pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers").Where(container => container.Text("restartPolicy") == "Always"))
                .SelectMany(container => container.Objects("ports"))
                .FirstOrDefault(item => item.Text("name") == name && (item.Text("protocol") ?? "TCP") == protocol).Number("containerPort")
            : port.Number("targetPort") is > 0 and var number ? number : port.Number("port");
        if (target is null)
            return null;
        var resolved = new JsonObject { ["name"] = port.Text("name") ?? "", ["port"] = target, ["protocol"] = protocol };
        if (port.Text("appProtocol") is { } application)
            resolved["appProtocol"] = application;
        return resolved;
    }
}
