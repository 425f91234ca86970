namespace Cake.Istio.Sandbox.Controllers.Networking;

/// <summary>The EndpointSlices of a Service: one per distinct list of ports, each with at most a hundred endpoints, and one that is empty when there is none.</summary>
internal static class EndpointSlicePlan
{
    /// <summary>The label that names the Service.</summary>
    public const string ServiceLabel = "kubernetes.io/service-name";

    private const string ManagedByLabel = "endpointslice.kubernetes.io/managed-by";
    private const string Manager = "endpointslice-controller.k8s.io";
    private const int MostEndpoints = 100;

    /// <summary>What is to be written.</summary>
    /// <param name="service">The Service, which has a selector.</param>
    /// <param name="backends">The Pods behind it.</param>
    /// <param name="slices">All slices of its namespace.</param>
    public static IEnumerable<Write> Compute(JsonObject service, IReadOnlyList<ServiceBackend> backends, IEnumerable<JsonObject> slices)
    {
        var own = slices.Where(slice => slice.Labels().GetValueOrDefault(ServiceLabel) == service.Name() && slice.Labels().GetValueOrDefault(ManagedByLabel) == Manager && !slice.IsDeleting()).ToList();
        foreach (var wanted in Wanted(service, backends))
        {
            var existing = own.Find(slice => JsonNode.DeepEquals(slice["ports"], wanted["ports"])) ?? (own.Count > 0 ? own[0] : null);
            if (existing is null)
            {
                yield return new Write.Create(Resources.EndpointSlices, wanted);
                continue;
            }
            own.Remove(existing);
            if (Merge(existing, wanted) is { } merged)
                yield return new Write.Replace(Resources.EndpointSlices, merged);
        }
        foreach (var surplus in own)
            yield return new Write.Delete(Resources.EndpointSlices, surplus);
    }

    private static IEnumerable<JsonObject> Wanted(JsonObject service, IReadOnlyList<ServiceBackend> backends)
    {
        if (backends.Count == 0)
            return [Slice(service, null, null)];
        return backends.GroupBy(backend => backend.PortKey, StringComparer.Ordinal).SelectMany(group => group.Chunk(MostEndpoints)).Select(chunk => Slice(
            service,
            new JsonArray([.. chunk.Select(backend => Endpoint(service, backend))]),
            new JsonArray([.. chunk[0].Ports.Select(port => port.DeepClone())])));
    }

    private static JsonObject Slice(JsonObject service, JsonArray? endpoints, JsonArray? ports)
    {
        var labels = new JsonObject { [ManagedByLabel] = Manager, [ServiceLabel] = service.Name() };
        foreach (var (name, value) in service.Labels().Where(label => !labels.ContainsKey(label.Key)))
            labels[name] = value;
        if (service.Text("spec", "clusterIP") == "None")
            labels["service.kubernetes.io/headless"] = "";
        return new JsonObject
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject
            {
                ["generateName"] = $"{service.Name()}-",
                ["namespace"] = service.Namespace(),
                ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(OwnerReference.ToController(service)),
            },
            ["addressType"] = "IPv4",
            ["endpoints"] = endpoints,
            ["ports"] = ports,
        };
    }

    private static JsonObject Endpoint(JsonObject service, ServiceBackend backend)
    {
        var pod = backend.Pod;
        var publishes = service.Flag("spec", "publishNotReadyAddresses") == true;
        var endpoint = new JsonObject
        {
            ["addresses"] = new JsonArray(pod.Copy("status", "podIP")),
            ["conditions"] = new JsonObject
            {
                ["ready"] = publishes || (backend is { IsServing: true, IsTerminating: false }),
                ["serving"] = backend.IsServing,
                ["terminating"] = backend.IsTerminating,
            },
            ["targetRef"] = new JsonObject { ["kind"] = "Pod", ["namespace"] = pod.Namespace(), ["name"] = pod.Name(), ["uid"] = pod.Uid() },
            ["nodeName"] = pod.Copy("spec", "nodeName"),
        };
        if (pod.Text("spec", "hostname") is { Length: > 0 } hostname && pod.Text("spec", "subdomain") == service.Name())
            endpoint["hostname"] = hostname;
        return endpoint;
    }

    private static JsonObject? Merge(JsonObject existing, JsonObject wanted)
    {
        var merged = existing.DeepClone().AsObject();
        merged["endpoints"] = wanted.Copy("endpoints");
        merged["ports"] = wanted.Copy("ports");
        merged.Child("metadata")["labels"] = wanted.Copy("metadata", "labels");
        return Same(existing, merged, "endpoints") && Same(existing, merged, "ports") && JsonNode.DeepEquals(existing.At("metadata", "labels"), merged.At("metadata", "labels")) ? null : merged;
    }

    // A list that is stored as null and one that is not stored are the same.
    private static bool Same(JsonObject left, JsonObject right, string list) =>
        JsonNode.DeepEquals(left[list], right[list]) || (left[list] is not JsonArray { Count: > 0 } && right[list] is not JsonArray { Count: > 0 });
}
