namespace Cake.Istio.Sandbox.Controllers.Networking;

/// <summary>The Endpoints object of a Service, which older clients still read.</summary>
internal static class EndpointsPlan
{
    /// <summary>What is to be written.</summary>
    /// <param name="service">The Service, which has a selector.</param>
    /// <param name="backends">The Pods behind it.</param>
    /// <param name="existing">The stored Endpoints; null when there are none.</param>
    public static IEnumerable<Write> Compute(JsonObject service, IReadOnlyList<ServiceBackend> backends, JsonObject? existing)
    {
        var subsets = Subsets(service, backends);
        var labels = service.Copy("metadata", "labels") as JsonObject ?? [];
        labels["endpoints.kubernetes.io/managed-by"] = "endpoint-controller";
        if (service.Text("spec", "clusterIP") == "None")
            labels["service.kubernetes.io/headless"] = "";
        if (existing is null)
        {
            var created = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Endpoints",
                ["metadata"] = new JsonObject { ["name"] = service.Name(), ["namespace"] = service.Namespace(), ["labels"] = labels },
            };
            if (subsets.Count > 0)
                created["subsets"] = subsets;
            yield return new Write.Create(Resources.Endpoints, created);
            yield break;
        }
        if (JsonNode.DeepEquals(existing["subsets"] ?? new JsonArray(), subsets) && JsonNode.DeepEquals(existing.At("metadata", "labels"), labels))
            yield break;
        var next = existing.DeepClone().AsObject();
        next.Child("metadata")["labels"] = labels;
        if (subsets.Count > 0)
            next["subsets"] = subsets;
        else
            next.Remove("subsets");
        yield return new Write.Replace(Resources.Endpoints, next);
    }

    private static JsonArray Subsets(JsonObject service, IReadOnlyList<ServiceBackend> backends)
    {
        var publishes = service.Flag("spec", "publishNotReadyAddresses") == true;
        var subsets = new JsonArray();
        foreach (var group in backends.Where(backend => publishes || !backend.IsTerminating).GroupBy(backend => backend.PortKey, StringComparer.Ordinal))
        {
            var subset = new JsonObject();
            Add(subset, "addresses", group.Where(backend => publishes || backend.IsServing));
            Add(subset, "notReadyAddresses", group.Where(backend => !publishes && !backend.IsServing));
            if (group.First().Ports.Count > 0)
                subset["ports"] = new JsonArray([.. group.First().Ports.Select(Port)]);
            subsets.Add(subset);
        }
        return subsets;
    }

    private static void Add(JsonObject subset, string list, IEnumerable<ServiceBackend> backends)
    {
        var addresses = backends.Select(backend => (JsonNode)new JsonObject
        {
            ["ip"] = backend.Pod.Copy("status", "podIP"),
            ["nodeName"] = backend.Pod.Copy("spec", "nodeName"),
            ["targetRef"] = new JsonObject { ["kind"] = "Pod", ["namespace"] = backend.Pod.Namespace(), ["name"] = backend.Pod.Name(), ["uid"] = backend.Pod.Uid() },
        }).ToArray();
        if (addresses.Length > 0)
            subset[list] = new JsonArray(addresses);
    }

    // Core v1 leaves an empty name out.
    private static JsonObject Port(JsonObject port)
    {
        var copy = port.DeepClone().AsObject();
        if (copy.Text("name") is null or "")
            copy.Remove("name");
        return copy;
    }
}
