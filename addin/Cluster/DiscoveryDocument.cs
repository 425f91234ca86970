namespace Cake.Istio.Cluster;

/// <summary>What one of the two roots, <c>/api</c> and <c>/apis</c>, contributes to discovery.</summary>
internal sealed record DiscoveryDocument(IReadOnlyList<ApiGroup> Groups, IReadOnlyList<ApiResource> Resources, IReadOnlyList<string> Unavailable);
