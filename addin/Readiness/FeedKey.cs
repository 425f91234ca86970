using Cake.Istio.Cluster;

namespace Cake.Istio.Readiness;

/// <summary>What one feed delivers: a kind in a namespace, or a cluster-scoped kind.</summary>
internal sealed record FeedKey(string ApiVersion, string Kind, string? Namespace)
{
    public static FeedKey Of(ApiResource resource, string? ns) => new(resource.ApiVersion, resource.Kind, resource.Namespaced ? ns : null);
}
