using Cake.Istio.Manifests;
using Cake.Istio.Settings;

namespace Cake.Istio.Releases;

/// <summary>How a release is told to accept mutual TLS only.</summary>
internal enum StrictWay
{
    /// <summary>Through 1.3: a manifest of its own.</summary>
    Manifest,

    /// <summary>1.4: values for its istioctl.</summary>
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
        _ when release.Version.IsAtLeast(1, 5) => StrictWay.Policy,
        _ => StrictWay.Values,
    };

    /// <summary>The values for the release's istioctl; empty where it is told in another way.</summary>
    public static IReadOnlyList<string> Values(Release release, MtlsMode mode) =>
        mode == MtlsMode.Strict && Of(release) == StrictWay.Values ? StrictValues : [];

    /// <summary>The policy to apply with the manifest; empty where it is told in another way.</summary>
    public static IReadOnlyList<KubeObject> Policies(Release release, MeshSettings settings) =>
        settings.Mode == MtlsMode.Strict && Of(release) == StrictWay.Policy ? [StrictMtls.Policy(settings.Namespace)] : [];
}
