namespace Cake.Istio.Gateway;

/// <summary>What is to be done about the ingress gateway's Service.</summary>
/// <param name="Action">What.</param>
/// <param name="Reason">Why, as one sentence.</param>
/// <param name="Type">The type to set, for <see cref="GatewayAction.SetType"/>; else null.</param>
public sealed record GatewayDecision(GatewayAction Action, string Reason, string? Type = null);
