using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Istio.Errors;
using Cake.Istio.Settings;
using k8s;
using k8s.KubeConfigModels;

namespace Cake.Istio.Cluster;

/// <summary>Opens the cluster. Every task goes through here, so every task shows its target, and none writes to a cluster by accident.</summary>
public static class ClusterConnector
{
    /// <summary>Opens the cluster that the settings and the kubeconfig name, and shows which one that is. Sends nothing yet.</summary>
    /// <param name="settings">Kubeconfig, context, expected server, requests in flight.</param>
    /// <param name="access">Whether the caller is going to write.</param>
    /// <param name="log">Where the target, warnings and retries are shown.</param>
    /// <param name="environment">Where KUBECONFIG and the home folder are looked up.</param>
    /// <param name="time">The clock of time limits and back-off.</param>
    /// <exception cref="MeshException">
    /// <see cref="ErrorCode.NoKubeconfig"/>, <see cref="ErrorCode.KubeconfigInvalid"/>, <see cref="ErrorCode.ContextNotFound"/>,
    /// <see cref="ErrorCode.ContextNotChosen"/>, <see cref="ErrorCode.ServerUnexpected"/>, <see cref="ErrorCode.CredentialsUnavailable"/>.
    /// </exception>
    public static async Task<ClusterConnection> ConnectAsync(
        MeshSettings settings, ClusterAccess access, ICakeLog log, ICakeEnvironment environment, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(environment);
        var files = KubeconfigFiles.Find(settings, environment);
        if (files.Count == 0 && KubernetesClientConfiguration.IsInCluster())
            return Open(KubernetesClientConfiguration.InClusterConfig(), ClusterTarget.InCluster, "the cluster of this pod", "service account", settings, log, time);
        if (files.Count == 0)
        {
            throw new MeshException(
                ErrorCode.NoKubeconfig,
                "There is no kubeconfig: neither --kubeconfig, KUBECONFIG nor ~/.kube/config names a file that exists.",
                "Give one with --kubeconfig, or rehearse without a cluster: --cluster=sandbox");
        }

        var config = await Kubeconfig.ReadAsync(files);
        var context = ContextChoice.Choose(config, settings, access);
        var details = context.ContextDetails;
        return Open(Configure(config, context), context.Name, details?.Cluster ?? "", details?.User, settings, log, time);
    }

    private static KubernetesClientConfiguration Configure(K8SConfiguration config, Context context)
    {
        try
        {
            return KubernetesClientConfiguration.BuildConfigFromConfigObject(config, context.Name);
        }
        catch (Exception cause) when (cause is not OutOfMemoryException)
        {
            throw CredentialErrors.Translate(cause, config, context);
        }
    }

    private static ClusterConnection Open(
        KubernetesClientConfiguration configuration, string context, string cluster, string? user, MeshSettings settings, ICakeLog log, TimeProvider time)
    {
        var target = new ClusterTarget(new Uri(configuration.Host), context, cluster, user);
        ServerExpectation.Check(target, settings.ExpectServer);
        log.Information("{0}", $"Cluster: {target}");
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        configuration.FirstMessageHandlerSetup = ConnectionPool.Configure;
        var client = new Kubernetes(configuration);
        return new(target, new(client.HttpClient, client.Credentials, target, settings.Parallelism, log, time), client, log);
    }
}
