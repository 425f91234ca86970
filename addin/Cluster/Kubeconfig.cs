namespace Cake.Istio.Cluster;

/// <summary>One or several kubeconfig files as one.</summary>
/// <param name="Contexts">The contexts.</param>
/// <param name="Clusters">The clusters.</param>
/// <param name="Users">The users.</param>
/// <param name="CurrentContext">The current context, or null.</param>
internal sealed record Kubeconfig(
    IReadOnlyList<KubeconfigContext> Contexts, IReadOnlyList<KubeconfigCluster> Clusters, IReadOnlyList<KubeconfigUser> Users, string? CurrentContext)
{
    /// <summary>Reads and merges as kubectl does: the first file to name something wins.</summary>
    /// <exception cref="Errors.MeshException">See <see cref="KubeconfigFile.ReadAsync"/>.</exception>
    public static async Task<Kubeconfig> ReadAsync(IReadOnlyList<string> files, CancellationToken cancel)
    {
        var configs = new List<Kubeconfig>();
        foreach (var file in files)
            configs.Add(await KubeconfigFile.ReadAsync(file, cancel));
        return new(
            [.. configs.SelectMany(config => config.Contexts).DistinctBy(context => context.Name, StringComparer.Ordinal)],
            [.. configs.SelectMany(config => config.Clusters).DistinctBy(cluster => cluster.Name, StringComparer.Ordinal)],
            [.. configs.SelectMany(config => config.Users).DistinctBy(user => user.Name, StringComparer.Ordinal)],
            configs.Select(config => config.CurrentContext).FirstOrDefault(context => !string.IsNullOrEmpty(context)));
    }

    /// <summary>The cluster of a context, or null.</summary>
    public KubeconfigCluster? ClusterOf(KubeconfigContext context) =>
        Clusters.FirstOrDefault(cluster => string.Equals(cluster.Name, context.Cluster, StringComparison.Ordinal));

    /// <summary>The user of a context, or null.</summary>
    public KubeconfigUser? UserOf(KubeconfigContext context) =>
        Users.FirstOrDefault(user => string.Equals(user.Name, context.User, StringComparison.Ordinal));
}
