using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>EndpointSlice to <c>discovery.k8s.io/v1</c>.</summary>
internal static class EndpointSlice
{
    /// <summary>Gives each endpoint's node and zone, once two entries of its topology, the fields that they have now.</summary>
    internal static void Rewrite(JsonObject json, ICollection<string> notes)
    {
        foreach (var endpoint in json.Objects("endpoints"))
        {
            if (endpoint.Take("topology") is not JsonObject topology)
                continue;
            if (topology.Take("kubernetes.io/hostname") is { } node)
                endpoint.Default("nodeName", node);
            if (topology.Take("topology.kubernetes.io/zone") is { } zone)
                endpoint.Default("zone", zone);
            if (topology.Count > 0)
                endpoint["deprecatedTopology"] = topology;
        }
    }
}
