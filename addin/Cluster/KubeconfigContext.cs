namespace Cake.Istio.Cluster;

/// <summary>A context of a kubeconfig.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cluster">The name of its cluster.</param>
/// <param name="User">The name of its user, or null.</param>
internal sealed record KubeconfigContext(string Name, string Cluster, string? User)
{
    /// <summary>Reads an entry of <c>contexts</c>.</summary>
    public static KubeconfigContext Read(KubeconfigNode entry)
    {
        var context = entry.Mapping("context");
        return new(entry.Text("name") ?? "", context.Text("cluster") ?? "", context.Text("user") is { Length: > 0 } user ? user : null);
    }
}
