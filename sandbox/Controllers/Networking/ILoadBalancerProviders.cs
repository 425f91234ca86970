namespace Cake.Istio.Sandbox.Controllers.Networking;

/// <summary>Tells whether the cluster has a load balancer provider.</summary>
internal interface ILoadBalancerProviders
{
    /// <summary>The provider; null when there is none, as on a cluster without a cloud: nobody even tries.</summary>
    LoadBalancerProvider? LoadBalancer { get; }
}
