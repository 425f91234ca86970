using System.Text.Json.Nodes;

namespace Cake.Istio.Gateway;

/// <summary>Where the ingress gateway can be reached.</summary>
internal static class GatewayUrls
{
    /// <summary>The URLs of the ports that are called <c>http2</c> and <c>https</c>, by the way that the Service's type opens.</summary>
    /// <param name="service">The live Service.</param>
    /// <param name="nodes">The cluster's nodes; used for a NodePort only.</param>
    public static IReadOnlyList<string> Of(GatewayService service, IEnumerable<JsonObject> nodes)
    {
        var web = service.Ports.Where(port => port.Name is "http2" or "https").ToList();
        return service.Type switch
        {
            "LoadBalancer" => [.. from address in service.Addresses from port in web select Url(port, address, port.Port)],
            "NodePort" when NodeAddress(nodes) is { } address => [.. from port in web where port.NodePort is not null select Url(port, address, port.NodePort!.Value)],
            "ClusterIP" => [.. from port in web select Url(port, HostOf(service.Json), port.Port)],
            _ => [],
        };
    }

    private static string Url(GatewayPort port, string host, int number)
    {
        var scheme = port.Name == "https" ? "https" : "http";
        var address = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return (scheme, number) is ("http", 80) or ("https", 443) ? $"{scheme}://{address}" : $"{scheme}://{address}:{number}";
    }

    // Reachable inside of the cluster only.
    private static string HostOf(JsonObject service) => $"{(string?)service["metadata"]?["name"]}.{(string?)service["metadata"]?["namespace"]}.svc";

    private static string? NodeAddress(IEnumerable<JsonObject> nodes)
    {
        var addresses = nodes.SelectMany(node => node["status"]?["addresses"] as JsonArray ?? []).ToList();
        return Find("ExternalIP") ?? Find("InternalIP") ?? Find("Hostname");

        string? Find(string type) => (string?)addresses.FirstOrDefault(address => (string?)address?["type"] == type)?["address"];
    }
}
