namespace Cake.Istio.Sandbox.Admission;

/// <summary>Who makes a request.</summary>
/// <param name="Username">The name, such as <c>kubernetes-admin</c>.</param>
/// <param name="Groups">The groups, such as <c>system:masters</c>.</param>
internal sealed record UserInfo(string Username, IReadOnlyList<string> Groups);
