namespace Cake.Istio.Gateway;

/// <summary>Something in or around the cluster that gives Services of type LoadBalancer an address.</summary>
/// <param name="Name">Such as <c>MetalLB</c> or <c>aws</c>.</param>
/// <param name="Evidence">What it was recognised by.</param>
public sealed record LoadBalancerProvider(string Name, string Evidence);
