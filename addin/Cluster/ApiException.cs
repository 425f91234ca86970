namespace Cake.Istio.Cluster;

/// <summary>An API server's refusal, for callers inside the addin that decide by it.</summary>
/// <remarks>At the addin's border it becomes a <see cref="Errors.MeshException"/>: see <see cref="ClusterErrors"/>.</remarks>
/// <param name="status">What the server said.</param>
/// <param name="request">The request in words, such as <c>patch deployments istio-system/istiod</c>; no query, no body.</param>
/// <param name="target">Who said it.</param>
public sealed class ApiException(ApiStatus status, string request, ClusterTarget target)
    : Exception($"{request}: {status.Code} {status.Reason}: {status.Message}")
{
    /// <summary>What the server said.</summary>
    public ApiStatus Status { get; } = status;

    /// <summary>The request in words, such as <c>PATCH /apis/apps/v1/namespaces/istio-system/deployments/istiod</c>.</summary>
    public string Request { get; } = request;

    /// <summary>Who said it.</summary>
    public ClusterTarget Target { get; } = target;
}
