using Cake.Core;

namespace Cake.Kubectl;

/// <summary>Aliases for <c>kubectl</c>.</summary>
public static class KubectlAliases
{
    /// <summary>Applies objects: <c>kubectl apply</c>.</summary>
    /// <param name="context">The context.</param>
    /// <param name="settings">The options.</param>
    public static void KubectlApply(this ICakeContext context, KubectlApplySettings settings) =>
        new GenericRunner<KubectlApplySettings>(context).Run("apply", settings);

    /// <summary>Prints the version: <c>kubectl version</c>.</summary>
    /// <param name="context">The context.</param>
    /// <param name="settings">The options.</param>
    public static void KubectlVersion(this ICakeContext context, KubectlVersionSettings settings) =>
        new GenericRunner<KubectlVersionSettings>(context).Run("version", settings);
}
