using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.PostInstall;
using Cake.Istio.Settings;

namespace Cake.Istio.Releases;

/// <summary>How a release is told to accept mutual TLS only.</summary>
internal enum StrictWay
{
    /// <summary>Through 1.3: a manifest of its own.</summary>
    Manifest,

    /// <summary>1.4: values for its istioctl; where the release comes without one, another policy in its ready manifest.</summary>
    Values,

    /// <summary>From 1.5 on: a mesh-wide PeerAuthentication.</summary>
    Policy,
}

/// <summary>Strict mTLS by release.</summary>
internal static class StrictWays
{
    // What istio-demo-auth.yaml was made with through 1.3.
    private static readonly string[] StrictValues = ["values.global.mtls.enabled=true", "values.global.controlPlaneSecurityEnabled=true"];

    /// <summary>The way of a release.</summary>
    public static StrictWay Of(Release release) => release switch
    {
        { Layout.StrictManifest: not null } => StrictWay.Manifest,
        _ when HasPolicies(release.Version) => StrictWay.Policy,
        _ => StrictWay.Values,
    };

    /// <summary>The values for the release's istioctl; empty where it is told in another way.</summary>
    public static IReadOnlyList<string> Values(Release release, MtlsMode mode) =>
        mode == MtlsMode.Strict && Of(release) == StrictWay.Values && HasProgram(release) ? StrictValues : [];

    /// <summary>The objects with the policy of 1.4 made strict, which its values may leave as it is.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ReleaseNotSupported"/>: neither the release's istioctl nor its ready manifest can be told.</exception>
    public static ManifestContent WithPolicy(ManifestContent content, Release release, MtlsMode mode)
    {
        if (mode != MtlsMode.Strict || Of(release) != StrictWay.Values)
            return content;
        var strict = StrictMeshPolicy.Use(content.Objects);
        if (HasProgram(release))
            return content with { Objects = strict ?? content.Objects };
        return strict is not null ? content with { Objects = strict, Warnings = [.. content.Warnings, Without(release)] } : throw new MeshException(
            ErrorCode.ReleaseNotSupported,
            release.Version.IsAtLeast(1, 4)
                ? $"Istio {release.Version} has no manifest for strict mTLS, and this copy of it has no bin/istioctl for this system to make one."
                : $"This copy of Istio {release.Version} lacks install/kubernetes/istio-demo-auth.yaml, its manifest for strict mTLS.",
            "Use the archive for this system, as Istio publishes it.");
    }

    /// <summary>What the Job of a strict mesh left, of this release or an older one, that a permissive one must not have.</summary>
    public static IReadOnlyList<KubeObject> Superseded(IstioVersion release, MtlsMode mode) =>
        mode == MtlsMode.Strict ? [] : [.. StrictMeshPolicy.Objects.Where(item => item.Kind != "MeshPolicy" || HasPolicies(release))];

    /// <summary>The policy to apply with the manifest; empty where it is told in another way.</summary>
    public static IReadOnlyList<KubeObject> Policies(Release release, MeshSettings settings) =>
        settings.Mode == MtlsMode.Strict && Of(release) == StrictWay.Policy ? [StrictMtls.Policy(settings.Namespace)] : [];

    private static ManifestWarning Without(Release release) => new(
        new(release.Layout.PermissiveManifest!, 1, 1),
        $"this copy of Istio {release.Version} has no {(release.Version.IsAtLeast(1, 4) ? "bin/istioctl to render it" : "manifest")} for strict mTLS; its workloads take mutual TLS only, by policy, and its control plane speaks as before.");

    // Before 1.4, istioctl makes no manifests.
    private static bool HasProgram(Release release) => release.Layout.Istioctl is not null && release.Version.IsAtLeast(1, 4);

    private static bool HasPolicies(IstioVersion release) => release.IsAtLeast(1, 5);
}
