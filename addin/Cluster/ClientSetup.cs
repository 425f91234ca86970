using Cake.Istio.Errors;
using Cake.Istio.Reporting;
using k8s;
using k8s.Authentication;
using k8s.KubeConfigModels;

namespace Cake.Istio.Cluster;

/// <summary>Turns a chosen context into what KubernetesClient needs; runs the credential plugin where the user has one.</summary>
internal static class ClientSetup
{
    /// <summary>Server, trust and credentials of the context.</summary>
    /// <param name="config">The kubeconfig.</param>
    /// <param name="context">The context.</param>
    /// <param name="kubectl">How a command to kubectl begins that reaches the same cluster, for messages.</param>
    /// <param name="cancel">Ends the wait for a plugin.</param>
    /// <exception cref="MeshException"><see cref="ErrorCode.KubeconfigInvalid"/>, <see cref="ErrorCode.CredentialsUnavailable"/>.</exception>
    public static async Task<KubernetesClientConfiguration> ConfigureAsync(Kubeconfig config, KubeconfigContext context, string kubectl, CancellationToken cancel)
    {
        if (config.ClusterOf(context) is null)
            throw Incomplete(context, "cluster", context.Cluster);
        var user = config.UserOf(context);
        if (user is null && !string.IsNullOrEmpty(context.User))
            throw Incomplete(context, "user", context.User);
        var plugin = user?.Credentials.ExternalExecution;
        using var said = plugin is null ? null : new PluginOutput();
        try
        {
            if (plugin is not null)
                PluginCall.Inform(plugin, user!.IsPluginInteractive && !Console.IsInputRedirected, config.ClusterOf(context)?.Endpoint);
            var chosen = new K8SConfiguration
            {
                Clusters = config.Clusters.Select(cluster => new k8s.KubeConfigModels.Cluster { Name = cluster.Name, ClusterEndpoint = cluster.Endpoint }),
                Users = config.Users.Select(one => new User { Name = one.Name, UserCredentials = one.Credentials }),
                // KubernetesClient refuses a user without credentials that it knows; kubectl does not.
                Contexts = [new() { Name = context.Name, ContextDetails = new() { Cluster = context.Cluster, User = user is { IsAnonymous: true } ? null : context.User } }],
            };
            // On a thread of its own, because a plugin may wait for a person, and Ctrl+C must not wait for the plugin.
            var configuration = await Task.Run(() => KubernetesClientConfiguration.BuildConfigFromConfigObject(chosen, context.Name), cancel).WaitAsync(cancel);
            if (user?.TokenFile is { } tokenFile)
                configuration.TokenProvider = new TokenFileAuth(tokenFile);
            return configuration;
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            throw plugin is null ? Unusable(context, kubectl, cause) : PluginFailed(context, kubectl, plugin, said!.Text, cause);
        }
    }

    /// <summary>The error for a context that KubernetesClient cannot use: a certificate, a file, a name that is missing.</summary>
    public static MeshException Unusable(KubeconfigContext context, string kubectl, Exception cause) => new(
        ErrorCode.KubeconfigInvalid,
        $"Context {context.Name} of the kubeconfig cannot be used: {ShownUrl.In(FirstLine(cause))}",
        $"Try: {kubectl} version",
        innerException: cause);

    private static MeshException Incomplete(KubeconfigContext context, string kind, string? name) => new(
        ErrorCode.KubeconfigInvalid,
        string.IsNullOrEmpty(name) ? $"Context {context.Name} of the kubeconfig names no {kind}" : $"Context {context.Name} of the kubeconfig names the {kind} {name}, which is not in it",
        $"Add the {kind}, or choose another context with --context: kubectl config get-contexts");

    private static MeshException PluginFailed(KubeconfigContext context, string kubectl, ExternalExecution plugin, string said, Exception cause) => new(
        ErrorCode.CredentialsUnavailable,
        $"The credential plugin {plugin.Command} of user {context.User} failed: {(said.Length > 0 ? said : Shorten(cause))}",
        string.IsNullOrWhiteSpace(plugin.InstallHint) ? $"Try: {kubectl} version" : plugin.InstallHint.Trim(),
        innerException: cause);

    private static string Shorten(Exception cause) =>
        cause.Message.Contains("deserialization", StringComparison.Ordinal) ? "it printed no ExecCredential" : FirstLine(cause);

    private static string FirstLine(Exception cause) => cause.GetBaseException().Message.Trim().Split('\n')[0].TrimEnd();
}
