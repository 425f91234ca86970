using Cake.Istio.Apply;
using Cake.Istio.Manifests;

namespace Cake.Istio.Gateway;

/// <summary>How the ingress gateway can be reached, and what was done for it.</summary>
/// <param name="Decision">What was decided, and why.</param>
public sealed record GatewayReport(GatewayDecision Decision)
{
    /// <summary>The name of the Service that Istio's releases give the ingress gateway.</summary>
    public const string ServiceName = "istio-ingressgateway";

    /// <summary>The Service, or null where the mesh has no ingress gateway.</summary>
    public ObjectRef? Service { get; init; }

    /// <summary>What happened to the Service: configured or unchanged.</summary>
    public ChangeAction Change { get; init; } = ChangeAction.Unchanged;

    /// <summary>The Service's type now, such as <c>NodePort</c>; empty without a Service.</summary>
    public string Type { get; init; } = "";

    /// <summary>The Service's ports now.</summary>
    public IReadOnlyList<GatewayPort> Ports { get; init; } = [];

    /// <summary>Where plain HTTP and HTTPS are answered; empty while no address is known.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Who gives load balancers an address here, where that was looked for and found; else null.</summary>
    public LoadBalancerProvider? Provider { get; init; }
}
