using System.Text;
using Cake.Core.Diagnostics;
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
    /// <param name="kubeconfig">The kubeconfig file that was given by option, or null; for messages.</param>
    /// <param name="log">Where what a plugin says is shown.</param>
    /// <param name="deadline">Ends the wait for a plugin, and learns of it.</param>
    /// <exception cref="MeshException"><see cref="ErrorCode.KubeconfigInvalid"/>, <see cref="ErrorCode.CredentialsUnavailable"/>.</exception>
    public static async Task<KubernetesClientConfiguration> ConfigureAsync(Kubeconfig config, KubeconfigContext context, string? kubeconfig, ICakeLog log, RunDeadline deadline)
    {
        var cluster = config.ClusterOf(context) ?? throw Incomplete(context, "cluster", context.Cluster, kubeconfig);
        var user = config.UserOf(context);
        if (user is null && !string.IsNullOrEmpty(context.User))
            throw Incomplete(context, "user", context.User, kubeconfig);
        var kubectl = ClusterTarget.KubectlFor(kubeconfig, context.Name);
        try
        {
            var chosen = new K8SConfiguration
            {
                Clusters = config.Clusters.Select(one => new k8s.KubeConfigModels.Cluster { Name = one.Name, ClusterEndpoint = one.Endpoint }),
                Users = config.Users.Select(one => new User { Name = one.Name, UserCredentials = one.Credentials }),
                // KubernetesClient refuses a user without credentials that it knows; kubectl does not.
                Contexts = [new() { Name = context.Name, ContextDetails = new() { Cluster = context.Cluster, User = user is { IsAnonymous: true } ? null : context.User } }],
            };
            // On a thread of its own, because it reads files, which may be on a network.
            var configuration = await Task.Run(() => KubernetesClientConfiguration.BuildConfigFromConfigObject(chosen, context.Name), deadline.Token).WaitAsync(deadline.Token);
            if (user?.TokenFile is { } tokenFile)
                configuration.TokenProvider = new TokenFileAuth(tokenFile);
            if (user?.Plugin is { } plugin)
                await AskAsync(new PluginRun(plugin, user.Name, cluster, log, deadline), configuration, deadline);
            return configuration;
        }
        catch (PluginFailure failure)
        {
            throw new MeshException(ErrorCode.CredentialsUnavailable, $"The {failure.Message}", failure.Hint ?? $"Try: {kubectl} version", innerException: failure);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            throw Unusable(context, kubectl, cause);
        }
    }

    /// <summary>The error for a context that KubernetesClient cannot use: a certificate, a file, a name that is missing.</summary>
    public static MeshException Unusable(KubeconfigContext context, string kubectl, Exception cause) => new(
        ErrorCode.KubeconfigInvalid,
        $"Context {context.Name} of the kubeconfig cannot be used: {ShownUrl.In(FirstLine(cause))}",
        $"Try: {kubectl} version",
        innerException: cause);

    private static async Task AskAsync(PluginRun run, KubernetesClientConfiguration configuration, RunDeadline deadline)
    {
        var credential = await run.RunAsync(deadline.Token);
        if (credential.Token is not null)
            configuration.TokenProvider = new PluginToken(run, credential, deadline.Time);
        if (credential is not { Certificate: { } certificate, Key: { } key })
            return;
        // Plain from a plugin, in base64 from a kubeconfig.
        configuration.ClientCertificateData = Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate));
        configuration.ClientCertificateKeyData = Convert.ToBase64String(Encoding.UTF8.GetBytes(key));
    }

    private static MeshException Incomplete(KubeconfigContext context, string kind, string? name, string? kubeconfig) => new(
        ErrorCode.KubeconfigInvalid,
        string.IsNullOrEmpty(name) ? $"Context {context.Name} of the kubeconfig names no {kind}" : $"Context {context.Name} of the kubeconfig names the {kind} {name}, which is not in it",
        $"Add the {kind}, or choose another context with --context: {ClusterTarget.KubectlFor(kubeconfig)} config get-contexts");

    private static string FirstLine(Exception cause) => cause.GetBaseException().Message.Trim().Split('\n')[0].TrimEnd();
}
