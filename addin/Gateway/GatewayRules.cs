using Cake.Istio.Settings;

namespace Cake.Istio.Gateway;

/// <summary>Decides how the ingress gateway gets reachable.</summary>
internal static class GatewayRules
{
    private const string LoadBalancer = "LoadBalancer";

    private const string NodePort = "NodePort";

    /// <summary>Whether the decision depends on a provider, so that one has to be looked for.</summary>
    public static bool NeedsProvider(GatewayPolicy policy, GatewayService service) =>
        policy is GatewayPolicy.Auto or GatewayPolicy.Fail
        && (service is { Type: LoadBalancer, Addresses.Count: 0 } || (service is { Type: not LoadBalancer, IsHeld: true }));

    /// <summary>The decision.</summary>
    /// <param name="policy">What the user wants.</param>
    /// <param name="service">The live Service.</param>
    /// <param name="provider">Who gives addresses, or null where nobody was found or nobody was looked for.</param>
    public static GatewayDecision Decide(GatewayPolicy policy, GatewayService service, LoadBalancerProvider? provider) => policy switch
    {
        GatewayPolicy.Keep when service.IsHeld => new(GatewayAction.Release, "The type goes back to what the release says, with the next install."),
        GatewayPolicy.Keep => new(GatewayAction.None, "The Service stays as the release has it."),
        GatewayPolicy.NodePort => Set(service, NodePort, "NodePort was asked for."),
        GatewayPolicy.ClusterIP => Set(service, "ClusterIP", "ClusterIP was asked for."),
        GatewayPolicy.Fail => Balanced(service, provider) ?? new(GatewayAction.Fail, "No load balancer provider was found in this cluster."),
        _ when service.Type != LoadBalancer && !service.IsHeld => new(GatewayAction.None, $"The release makes it a {service.Type}."),
        _ => Balanced(service, provider) ?? Set(service, NodePort, "No load balancer provider was found in this cluster."),
    };

    private static GatewayDecision? Balanced(GatewayService service, LoadBalancerProvider? provider) => (service, provider) switch
    {
        ({ Type: LoadBalancer, Addresses: [var address, ..] }, _) => new(GatewayAction.None, $"The load balancer has the address {address}."),
        ({ Type: LoadBalancer }, { } found) => new(GatewayAction.Wait, $"{found.Name} gives addresses here: {found.Evidence}."),
        ({ IsHeld: true }, { } found) => new(GatewayAction.SetType, $"{found.Name} gives addresses here: {found.Evidence}.", LoadBalancer),
        ({ Type: LoadBalancer } or { IsHeld: true }, null) => null,
        _ => new(GatewayAction.None, $"The release makes it a {service.Type}."),
    };

    private static GatewayDecision Set(GatewayService service, string type, string reason) =>
        service.Type == type ? new(GatewayAction.None, reason) : new(GatewayAction.SetType, reason, type);
}
