using Cake.Istio.Errors;
using Cake.Istio.Settings;

namespace Cake.Istio.Cluster;

/// <summary>Which context of a kubeconfig is used, and whether that is certain enough to write.</summary>
internal static class ContextChoice
{
    /// <summary>The context by <c>--context</c>, the only one, or the current one.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ContextNotFound"/>, <see cref="ErrorCode.ContextNotChosen"/>.</exception>
    public static KubeconfigContext Choose(Kubeconfig config, MeshSettings settings, ClusterAccess access)
    {
        var names = string.Join(", ", config.Contexts.Select(context => context.Name));
        if (config.Contexts.Count == 0)
        {
            throw new MeshException(
                ErrorCode.ContextNotChosen, "The kubeconfig has no context.", "Give a kubeconfig that has one with --kubeconfig, or make one with: kubectl config set-context");
        }

        if (!string.IsNullOrEmpty(settings.Context))
            return Named(config, settings.Context, names, "--context");
        var current = string.IsNullOrEmpty(config.CurrentContext) ? null : Named(config, config.CurrentContext, names, "current-context");
        if (config.Contexts.Count == 1)
            return config.Contexts[0];
        if (current is null)
        {
            throw new MeshException(
                ErrorCode.ContextNotChosen,
                $"The kubeconfig has {config.Contexts.Count} contexts ({names}) and none of them is the current one.",
                "Choose one with --context.");
        }

        if (access == ClusterAccess.Write && string.IsNullOrEmpty(settings.ExpectServer))
        {
            throw new MeshException(
                ErrorCode.ContextNotChosen,
                $"The kubeconfig has {config.Contexts.Count} contexts ({names}) and none was chosen; the current one might be the wrong cluster to write to.",
                $"Choose one, such as --context={current.Name}, or name the server that is meant with --expect-server.");
        }

        return current;
    }

    private static KubeconfigContext Named(Kubeconfig config, string name, string names, string origin) =>
        config.Contexts.FirstOrDefault(context => string.Equals(context.Name, name, StringComparison.Ordinal))
        ?? throw new MeshException(
            ErrorCode.ContextNotFound,
            $"The kubeconfig has no context {name} (from {origin}); it has {names}.",
            "Choose one of them with --context.");
}
