namespace Cake.Istio.Errors;

/// <content>24xx: the ingress gateway.</content>
public static partial class ErrorCode
{
    /// <summary>The cluster has no load balancer provider, and <c>--gateway=fail</c> allows no other way.</summary>
    public const string NoLoadBalancer = "MESH2401";

    /// <summary>The load balancer gave the ingress gateway no address in time.</summary>
    public const string NoGatewayAddress = "MESH2402";

    /// <summary>The ingress gateway's Service is not there, though a mesh with one should be: nothing is installed, or it was deleted.</summary>
    public const string GatewayMissing = "MESH2403";
}
