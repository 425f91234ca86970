using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Istio.Cluster.Kubectl;
using Cake.Istio.Errors;
using Cake.Istio.Settings;
using k8s;

namespace Cake.Istio.Cluster;

/// <summary>Opens the cluster. Every task goes through here, so every task shows its target, and none writes to a cluster by accident.</summary>
public static class ClusterConnector
{
    /// <summary>Opens the cluster that the settings and the kubeconfig name, and shows which one that is. Sends nothing yet.</summary>
    /// <param name="settings">Kubeconfig, context, expected server, requests in flight.</param>
    /// <param name="access">Whether the caller is going to write.</param>
    /// <param name="log">Where the target, warnings and retries are shown.</param>
    /// <param name="environment">Where KUBECONFIG and the home folder are looked up.</param>
    /// <param name="deadline">The run's clock; it bounds every request and learns what is being tried again.</param>
    /// <param name="kubectl">The program that applies objects where the settings or the server ask for it, or null where there is none.</param>
    /// <exception cref="MeshException">
    /// <see cref="ErrorCode.NoKubeconfig"/>, <see cref="ErrorCode.KubeconfigInvalid"/>, <see cref="ErrorCode.ContextNotFound"/>,
    /// <see cref="ErrorCode.ContextNotChosen"/>, <see cref="ErrorCode.ServerUnexpected"/>, <see cref="ErrorCode.CredentialsUnavailable"/>.
    /// </exception>
    public static async Task<ClusterConnection> ConnectAsync(
        MeshSettings settings, ClusterAccess access, ICakeLog log, ICakeEnvironment environment, RunDeadline deadline, IKubectl? kubectl = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(deadline);
        var files = KubeconfigFiles.Find(settings, environment);
        if (files.Count == 0)
            return InCluster(settings, log, deadline, kubectl);
        var config = await Kubeconfig.ReadAsync(files, deadline.Token);
        var context = ContextChoice.Choose(config, settings, access);
        var configuration = await ClientSetup.ConfigureAsync(config, context, settings.Kubeconfig, log, deadline);
        try
        {
            var target = new ClusterTarget(new Uri(configuration.Host), context.Name, context.Cluster, context.User)
            {
                Kubeconfig = string.IsNullOrEmpty(settings.Kubeconfig) ? null : settings.Kubeconfig,
                Proxy = config.ClusterOf(context)?.Proxy,
            };
            return Open(configuration, target, config.UserOf(context)?.Impersonation ?? [], settings, log, deadline, kubectl);
        }
        catch (Exception cause) when (cause is not MeshException)
        {
            // Certificates and keys are read only here.
            throw ClientSetup.Unusable(context, ClusterTarget.KubectlFor(settings.Kubeconfig, context.Name), cause);
        }
    }

    private static ClusterConnection InCluster(MeshSettings settings, ICakeLog log, RunDeadline deadline, IKubectl? kubectl)
    {
        if (!KubernetesClientConfiguration.IsInCluster() || !string.IsNullOrEmpty(settings.Context))
        {
            throw new MeshException(
                ErrorCode.NoKubeconfig,
                "There is no kubeconfig: neither --kubeconfig, KUBECONFIG nor ~/.kube/config names a file that exists.",
                "Give one with --kubeconfig, or rehearse without a cluster: --cluster=sandbox");
        }

        var configuration = KubernetesClientConfiguration.InClusterConfig();
        var target = new ClusterTarget(new Uri(configuration.Host), ClusterTarget.InCluster, "of this pod", "service account");
        return Open(configuration, target, [], settings, log, deadline, kubectl);
    }

    private static ClusterConnection Open(
        KubernetesClientConfiguration configuration,
        ClusterTarget target,
        IReadOnlyList<(string Name, string Value)> headers,
        MeshSettings settings,
        ICakeLog log,
        RunDeadline deadline,
        IKubectl? kubectl)
    {
        ServerExpectation.Check(target, settings.ExpectServer);
        log.Information("{0}", $"Cluster: {target}");
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        SocketsHttpHandler? handler = null;
        configuration.FirstMessageHandlerSetup = made => ConnectionPool.Configure(handler = made, target.Proxy);
        var client = new Kubernetes(configuration);
        ServerTrust.RequireName(handler!, configuration.SkipTlsVerify);
        ServerTrust.DownloadNothing(handler!);
        var transport = new ApiTransport(client.HttpClient, client.Credentials, [.. headers, .. ServerTrust.Headers(configuration.TlsServerName)], target, settings.Parallelism, log, deadline);
        return new(target, transport, client, log, deadline.Time, new(settings.Engine, kubectl, log, deadline));
    }
}
