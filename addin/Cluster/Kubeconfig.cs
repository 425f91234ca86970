using Cake.Istio.Errors;
using k8s;
using k8s.KubeConfigModels;

namespace Cake.Istio.Cluster;

/// <summary>One or several kubeconfig files as one, merged as kubectl does: the first to name something wins.</summary>
/// <param name="Contexts">The contexts.</param>
/// <param name="Clusters">The clusters.</param>
/// <param name="Users">The users.</param>
/// <param name="CurrentContext">The current context, or null.</param>
/// <param name="Proxies">The proxy of each cluster that has one.</param>
/// <param name="TokenFiles">The token file of each user that has one.</param>
internal sealed record Kubeconfig(
    IReadOnlyList<Context> Contexts,
    IReadOnlyList<k8s.KubeConfigModels.Cluster> Clusters,
    IReadOnlyList<User> Users,
    string? CurrentContext,
    IReadOnlyDictionary<string, string> Proxies,
    IReadOnlyDictionary<string, string> TokenFiles)
{
    /// <summary>Reads and merges; relative paths belong to the folder of their file.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.NoKubeconfig"/>, <see cref="ErrorCode.KubeconfigInvalid"/>.</exception>
    public static async Task<Kubeconfig> ReadAsync(IReadOnlyList<string> files, CancellationToken cancel)
    {
        var configs = new List<K8SConfiguration>();
        var proxies = new Dictionary<string, string>(StringComparer.Ordinal);
        var tokenFiles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var (config, extras) = await ReadAsync(file, cancel);
            var folder = Path.GetDirectoryName(file)!;
            configs.Add(KubeconfigPaths.MakeAbsolute(config, folder));
            foreach (var cluster in extras.Clusters ?? [])
                AddFirst(proxies, cluster.Name, cluster.Cluster?.ProxyUrl);
            foreach (var user in extras.Users ?? [])
                AddFirst(tokenFiles, user.Name, KubeconfigPaths.Absolute(user.User?.TokenFile, folder));
        }

        return new(
            Merge(configs, config => config.Contexts, context => context.Name),
            Merge(configs, config => config.Clusters, cluster => cluster.Name),
            Merge(configs, config => config.Users, user => user.Name),
            configs.Select(config => config.CurrentContext).FirstOrDefault(context => !string.IsNullOrEmpty(context)),
            proxies,
            tokenFiles);
    }

    private static async Task<(K8SConfiguration Config, KubeconfigExtras Extras)> ReadAsync(string file, CancellationToken cancel)
    {
        try
        {
            if (KubeconfigExtras.Read(await File.ReadAllTextAsync(file, cancel)) is not { } extras)
                return (new(), new());
            return (await KubernetesClientConfiguration.LoadKubeConfigAsync(new FileInfo(file)), extras);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MeshException(
                ErrorCode.NoKubeconfig,
                $"The kubeconfig {file} does not exist.",
                "Give another one with --kubeconfig, or leave the option out to use kubectl's.",
                innerException: cause);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            // Readers throw whatever YAML, I/O or their model make of the file; each means that it cannot be used.
            throw new MeshException(
                ErrorCode.KubeconfigInvalid,
                $"The kubeconfig {file} cannot be read: {FirstLine(cause.InnerException?.Message ?? cause.Message)}",
                $"See what kubectl makes of it: kubectl config view --kubeconfig={file}",
                innerException: cause);
        }
    }

    private static string FirstLine(string text) => text.AsSpan().Trim().ToString().Split('\n')[0].TrimEnd();

    private static void AddFirst(Dictionary<string, string> values, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            values.TryAdd(name, value);
    }

    private static List<T> Merge<T>(IEnumerable<K8SConfiguration> configs, Func<K8SConfiguration, IEnumerable<T>?> select, Func<T, string> name) =>
        [.. configs.SelectMany(config => select(config) ?? []).DistinctBy(name, StringComparer.Ordinal)];
}
