using Cake.Istio.Errors;
using k8s;
using k8s.KubeConfigModels;

namespace Cake.Istio.Cluster;

/// <summary>Reads kubeconfig files into one, as kubectl does: the first to name something wins, relative paths belong to their file.</summary>
internal static class Kubeconfig
{
    /// <summary>Reads and merges.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.NoKubeconfig"/>, <see cref="ErrorCode.KubeconfigInvalid"/>.</exception>
    public static async Task<K8SConfiguration> ReadAsync(IReadOnlyList<string> files)
    {
        var configs = new List<K8SConfiguration>();
        foreach (var file in files)
            configs.Add(await ReadAsync(file));
        return new()
        {
            CurrentContext = configs.Select(config => config.CurrentContext).FirstOrDefault(context => !string.IsNullOrEmpty(context)),
            Contexts = Merge(configs, config => config.Contexts, context => context.Name),
            Clusters = Merge(configs, config => config.Clusters, cluster => cluster.Name),
            Users = Merge(configs, config => config.Users, user => user.Name),
        };
    }

    private static async Task<K8SConfiguration> ReadAsync(string file)
    {
        if (!File.Exists(file))
        {
            throw new MeshException(
                ErrorCode.NoKubeconfig, $"The kubeconfig {file} does not exist.", "Give another one with --kubeconfig, or leave the option out.");
        }

        K8SConfiguration config;
        try
        {
            config = await KubernetesClientConfiguration.LoadKubeConfigAsync(new FileInfo(file));
        }
        catch (Exception cause) when (cause is not OutOfMemoryException)
        {
            // The reader throws whatever YAML, I/O or its own model make of the file: each means that it cannot be used.
            throw new MeshException(
                ErrorCode.KubeconfigInvalid,
                $"The kubeconfig {file} cannot be read: {cause.Message.ReplaceLineEndings(" ")}",
                $"See what kubectl makes of it: kubectl config view --kubeconfig={file}",
                innerException: cause);
        }

        return KubeconfigPaths.MakeAbsolute(config ?? new(), Path.GetDirectoryName(file)!);
    }

    private static List<T> Merge<T>(IEnumerable<K8SConfiguration> configs, Func<K8SConfiguration, IEnumerable<T>?> select, Func<T, string> name) =>
        [.. configs.SelectMany(config => select(config) ?? []).DistinctBy(name, StringComparer.Ordinal)];
}
