using Cake.Istio.Errors;
using k8s.KubeConfigModels;

namespace Cake.Istio.Cluster;

/// <summary>Explains why a context's server or credentials cannot be used.</summary>
internal static class CredentialErrors
{
    /// <summary>An error that names the context, and the plugin where one is used.</summary>
    public static MeshException Translate(Exception cause, K8SConfiguration config, Context context)
    {
        var user = config.Users.FirstOrDefault(candidate => string.Equals(candidate.Name, context.ContextDetails?.User, StringComparison.Ordinal));
        var why = cause.Message.ReplaceLineEndings(" ").Trim();
        return user?.UserCredentials?.ExternalExecution is { } plugin
            ? new(
                ErrorCode.CredentialsUnavailable,
                $"The credential plugin {plugin.Command} of user {user.Name} failed: {why}",
                string.IsNullOrWhiteSpace(plugin.InstallHint) ? $"Try: kubectl --context={context.Name} version" : plugin.InstallHint.Trim(),
                innerException: cause)
            : new(
                ErrorCode.KubeconfigInvalid,
                $"Context {context.Name} of the kubeconfig cannot be used: {why}",
                $"Try: kubectl --context={context.Name} version",
                innerException: cause);
    }
}
