using Cake.Istio.Settings;

namespace Cake.Istio.Gateway;

/// <summary>What the gateway step depends on besides the cluster.</summary>
internal sealed record GatewayOptions
{
    /// <summary>The mesh namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>What the user wants.</summary>
    public required GatewayPolicy Policy { get; init; }

    /// <summary>Whether to wait for a load balancer's address.</summary>
    public required bool Wait { get; init; }

    /// <summary>Whether the type is taken over from any manager.</summary>
    public bool ForceConflicts { get; init; }
}
