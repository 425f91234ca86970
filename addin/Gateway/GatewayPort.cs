namespace Cake.Istio.Gateway;

/// <summary>A port of the ingress gateway's Service.</summary>
/// <param name="Name">Such as <c>http2</c>; empty where it has none.</param>
/// <param name="Port">The Service's port.</param>
/// <param name="NodePort">The port on every node, or null.</param>
public sealed record GatewayPort(string Name, int Port, int? NodePort);
