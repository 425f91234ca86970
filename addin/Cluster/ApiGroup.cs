namespace Cake.Istio.Cluster;

/// <summary>An API group that the server serves.</summary>
/// <param name="Name">The group; empty for the core group.</param>
/// <param name="Versions">Its versions, the preferred one first.</param>
public sealed record ApiGroup(string Name, IReadOnlyList<string> Versions);
