namespace Cake.Istio.Settings;

/// <summary>How the ingress gateway's Service is made reachable.</summary>
public enum GatewayPolicy
{
    /// <summary>LoadBalancer where a provider is detected, else NodePort.</summary>
    Auto,

    /// <summary>The Service stays as the release has it.</summary>
    Keep,

    /// <summary>The Service becomes a NodePort.</summary>
    NodePort,

    /// <summary>The Service becomes a ClusterIP.</summary>
    ClusterIP,

    /// <summary>No load balancer provider is an error.</summary>
    Fail,
}
