namespace Cake.Istio.Sandbox.Controllers.Networking;

/// <summary>How the cluster's load balancer provider behaves.</summary>
/// <param name="Delay">How long until a Service has its address; null for never: the provider tries and fails.</param>
/// <param name="Address">The first address it gives; the next Services get the following ones.</param>
internal sealed record LoadBalancerProvider(TimeSpan? Delay, string Address = "203.0.113.10");
