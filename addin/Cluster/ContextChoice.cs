using Cake.Istio.Errors;
using Cake.Istio.Settings;
using k8s.KubeConfigModels;

namespace Cake.Istio.Cluster;

/// <summary>Which context of a kubeconfig is used, and whether that is certain enough to write.</summary>
internal static class ContextChoice
{
    /// <summary>The context by <c>--context</c>, the current one, or the only one.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ContextNotFound"/>, <see cref="ErrorCode.ContextNotChosen"/>.</exception>
    public static Context Choose(K8SConfiguration config, MeshSettings settings, ClusterAccess access)
    {
        var contexts = config.Contexts.ToList();
        var names = string.Join(", ", contexts.Select(context => context.Name));
        if (contexts.Count == 0)
            throw new MeshException(ErrorCode.ContextNotChosen, "The kubeconfig has no context.", "Make one with: kubectl config set-context");
        if (!string.IsNullOrEmpty(settings.Context))
            return Named(contexts, settings.Context, names, "--context");
        if (contexts.Count == 1)
            return contexts[0];
        if (string.IsNullOrEmpty(config.CurrentContext))
        {
            throw new MeshException(
                ErrorCode.ContextNotChosen,
                $"The kubeconfig has {contexts.Count} contexts ({names}) and none of them is the current one.",
                "Choose one with --context.");
        }

        if (access == ClusterAccess.Write && string.IsNullOrEmpty(settings.ExpectServer))
        {
            throw new MeshException(
                ErrorCode.ContextNotChosen,
                $"The kubeconfig has {contexts.Count} contexts ({names}) and none was chosen; writing to the current one ({config.CurrentContext}) might hit the wrong cluster.",
                $"Choose one with --context={config.CurrentContext}, or name the server that is meant with --expect-server.");
        }

        return Named(contexts, config.CurrentContext, names, "current-context");
    }

    private static Context Named(List<Context> contexts, string name, string names, string origin) =>
        contexts.Find(context => string.Equals(context.Name, name, StringComparison.Ordinal))
        ?? throw new MeshException(
            ErrorCode.ContextNotFound,
            $"The kubeconfig has no context {name} (from {origin}); it has {names}.",
            "Choose one of them with --context.");
}
