using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Apply.ClientSide;

namespace Cake.Istio.Gateway;

/// <summary>What matters here of a live Service.</summary>
/// <param name="json">The Service.</param>
internal sealed class GatewayService(JsonObject json)
{
    /// <summary>The Service itself.</summary>
    public JsonObject Json => json;

    /// <summary>Such as <c>LoadBalancer</c>.</summary>
    public string Type => (string?)json["spec"]?["type"] ?? "ClusterIP";

    /// <summary>The load balancer's addresses, IP or host name; empty while it has none.</summary>
    public IReadOnlyList<string> Addresses =>
    [
        .. (json["status"]?["loadBalancer"]?["ingress"] as JsonArray ?? [])
            .Select(ingress => (string?)ingress?["ip"] ?? (string?)ingress?["hostname"]).OfType<string>(),
    ];

    /// <summary>The ports, in the Service's order.</summary>
    public IReadOnlyList<GatewayPort> Ports =>
    [
        .. (json["spec"]?["ports"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(port => new GatewayPort((string?)port["name"] ?? "", (int)port["port"]!, (int?)port["nodePort"])),
    ];

    /// <summary>Whether the gateway step holds the type.</summary>
    public bool IsHeld => ClientSideOwnership.IsHeld(json) || ManagedFieldsEntry.Read(json)
        .Any(entry => entry.IsApplyOf(FieldManager.Gateway) && entry.Fields.Owns(FieldPath.Of("spec", "type")));
}
