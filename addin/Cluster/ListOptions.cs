namespace Cake.Istio.Cluster;

/// <summary>Narrows a list or a watch.</summary>
public sealed record ListOptions
{
    /// <summary>A label selector such as <c>app=istiod</c>. Default: none.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>A field selector such as <c>metadata.name=istio-system</c>. Default: none.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Objects per page. Default: 500, as kubectl.</summary>
    public int PageSize { get; init; } = 500;
}
