using k8s.KubeConfigModels;

namespace Cake.Istio.Cluster;

/// <summary>Paths in a kubeconfig are relative to its folder; merged with others it has none, so they are made absolute before.</summary>
internal static class KubeconfigPaths
{
    /// <summary>Changes the configuration in place and returns it.</summary>
    public static K8SConfiguration MakeAbsolute(K8SConfiguration config, string folder)
    {
        foreach (var endpoint in (config.Clusters ?? []).Select(cluster => cluster.ClusterEndpoint).OfType<ClusterEndpoint>())
            endpoint.CertificateAuthority = Absolute(endpoint.CertificateAuthority, folder);
        foreach (var credentials in (config.Users ?? []).Select(user => user.UserCredentials).OfType<UserCredentials>())
        {
            credentials.ClientCertificate = Absolute(credentials.ClientCertificate, folder);
            credentials.ClientKey = Absolute(credentials.ClientKey, folder);
            // A bare name is looked up in PATH; only one with a folder in it is a path.
            if (credentials.ExternalExecution is { Command: { } command } plugin && command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
                plugin.Command = Absolute(command, folder);
        }

        return config;
    }

    /// <summary>The path from the folder on; null and empty stay.</summary>
    public static string? Absolute(string? path, string folder) => string.IsNullOrEmpty(path) ? path : Path.GetFullPath(path, folder);
}
