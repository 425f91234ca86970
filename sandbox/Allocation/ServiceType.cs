namespace Cake.Istio.Sandbox.Allocation;

/// <summary>Which fields a Service of a type has.</summary>
internal static class ServiceType
{
    /// <summary>Every type but ExternalName.</summary>
    public static bool NeedsClusterIp(JsonObject service) => service.Text("spec", "type") is "ClusterIP" or "NodePort" or "LoadBalancer";

    /// <summary>NodePort, and LoadBalancer unless <c>allocateLoadBalancerNodePorts</c> is false.</summary>
    public static bool NeedsNodePort(JsonObject service) =>
        service.Text("spec", "type") == "NodePort"
        || (IsLoadBalancer(service) && service.Flag("spec", "allocateLoadBalancerNodePorts") != false);

    /// <summary>NodePort and LoadBalancer may name node ports.</summary>
    public static bool MayHaveNodePorts(JsonObject service) => service.Text("spec", "type") is "NodePort" or "LoadBalancer";

    /// <summary>A LoadBalancer with local traffic policy.</summary>
    public static bool NeedsHealthCheckNodePort(JsonObject service) =>
        IsLoadBalancer(service) && service.Text("spec", "externalTrafficPolicy") == "Local";

    /// <summary>Whether the type is LoadBalancer.</summary>
    public static bool IsLoadBalancer(JsonObject service) => service.Text("spec", "type") == "LoadBalancer";

    /// <summary>Whether the type is ExternalName.</summary>
    public static bool IsExternalName(JsonObject service) => service.Text("spec", "type") == "ExternalName";

    /// <summary>Whether traffic enters from outside the cluster: NodePort, LoadBalancer, or external IPs.</summary>
    public static bool IsExternallyAccessible(JsonObject service) =>
        MayHaveNodePorts(service) || (service.Text("spec", "type") == "ClusterIP" && service.Texts("spec", "externalIPs").Any());

    /// <summary>Whether the cluster IP is <c>None</c>.</summary>
    public static bool IsHeadless(JsonObject service) => service.Text("spec", "clusterIP") == "None";

    /// <summary>Whether it selects no pods.</summary>
    public static bool IsSelectorless(JsonObject service) => service.At("spec", "selector") is not JsonObject { Count: > 0 };
}
