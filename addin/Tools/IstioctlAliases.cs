using Cake.Core;
using Cake.Core.Annotations;

namespace Cake.Istio.Tools;

/// <summary>Aliases for <c>istioctl</c>, the program that a release of Istio brings.</summary>
[CakeAliasCategory("Istio")]
public static class IstioctlAliases
{
    /// <summary>Renders a manifest: <c>istioctl manifest generate</c>.</summary>
    /// <param name="context">The context.</param>
    /// <param name="settings">The program and its values.</param>
    /// <returns>The manifest, as YAML.</returns>
    /// <exception cref="Errors.MeshException"><see cref="Errors.ErrorCode.IstioctlFailed"/>.</exception>
    /// <example>
    /// <code>
    /// var yaml = IstioctlManifestGenerate(new IstioctlSettings { ToolPath = "./istio-1.30.3/bin/istioctl", Set = ["profile=minimal"] });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeNamespaceImport("Cake.Istio.Tools")]
    public static string IstioctlManifestGenerate(this ICakeContext context, IstioctlSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new IstioctlRunner(context).GenerateAsync(settings, CancellationToken.None).GetAwaiter().GetResult();
    }
}
