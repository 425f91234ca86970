using System.Text.Json.Nodes;

namespace Cake.Istio.Verification.Checks;

/// <summary>The ingress gateway's Service can be reached from outside: a load balancer's address, or node ports.</summary>
internal static class GatewayCheck
{
    public const string ServiceName = "istio-ingressgateway";

    public static Finding Run(MeshSnapshot mesh)
    {
        const string id = "gateway-reachable";
        if (mesh.Live.Find(new("", "Service", mesh.Settings.Namespace, ServiceName)) is not { } service)
        {
            return mesh.Expected.Any(o => o is { Kind: "Service", Name: ServiceName })
                ? Finding.Failed(id, $"Service {ServiceName} was not found", "Run --target=InstallMesh")
                : Finding.Passed(id, "The release has no ingress gateway");
        }

        var type = (string?)service["spec"]?["type"] ?? "ClusterIP";
        var addresses = (service["status"]?["loadBalancer"]?["ingress"] as JsonArray ?? []).Select(i => (string?)i?["ip"] ?? (string?)i?["hostname"]).OfType<string>().ToList();
        return type switch
        {
            "LoadBalancer" when addresses.Count > 0 => Finding.Passed(id, $"The ingress gateway answers at {string.Join(", ", addresses)}", Ports(service)),
            "LoadBalancer" => Finding.Failed(id, "The ingress gateway waits for a load balancer's address", "Run --target=PatchGateway, or --gateway=nodeport where no load balancer answers", Ports(service)),
            "NodePort" => Finding.Passed(id, "The ingress gateway is a NodePort", Ports(service)),
            _ => Finding.Warning(id, $"The ingress gateway is a {type}: reachable from inside the cluster only", "Run --target=PatchGateway --gateway=nodeport", Ports(service)),
        };
    }

    private static IEnumerable<string> Ports(JsonObject service) =>
        from port in service["spec"]?["ports"] as JsonArray ?? []
        let name = (string?)port?["name"]
        let nodePort = (int?)port?["nodePort"]
        select $"{(name is null ? "" : $"{name} ")}{port?["port"]}{(nodePort is null ? "" : $" on node port {nodePort}")}";
}
