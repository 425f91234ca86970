namespace Cake.Istio.Releases;

/// <summary>What one shape of release has where. Paths start at the release's root.</summary>
/// <param name="Era">The shape.</param>
/// <param name="Has">Files or folders by which it is known.</param>
/// <param name="Lacks">Files or folders that would make it a different one.</param>
/// <param name="Crds">Its CRD files; <c>*</c> in the file name stands for anything.</param>
/// <param name="Permissive">Its manifest for permissive mTLS, or null.</param>
/// <param name="Strict">Its manifest for strict mTLS, or null.</param>
/// <param name="NeedsIstioctl">Whether its manifests come from its own <c>bin/istioctl</c>.</param>
internal sealed record ReleaseEraFacts(
    ReleaseEra Era,
    IReadOnlyList<string> Has,
    IReadOnlyList<string> Lacks,
    IReadOnlyList<string> Crds,
    string? Permissive,
    string? Strict,
    bool NeedsIstioctl)
{
    /// <summary>The ready manifest of the first three shapes.</summary>
    public const string Demo = "install/kubernetes/istio-demo.yaml";
    private const string DemoStrict = "install/kubernetes/istio-demo-auth.yaml";
    private const string HelmCrds = "install/kubernetes/helm/istio/templates/crds.yaml";
    private const string HelmCertManagerCrds = "install/kubernetes/helm/istio/charts/certmanager/templates/crds.yaml";
    private const string InitCrds = "install/kubernetes/helm/istio-init/files";
    /// <summary>The CRDs of the fourth shape.</summary>
    public const string BaseCrds = "manifests/charts/base/crds";
    private const string BaseCrdFile = "manifests/charts/base/files/crd-all.gen.yaml";

    /// <summary>All shapes, oldest first; exactly one fits a release.</summary>
    public static IReadOnlyList<ReleaseEraFacts> All { get; } =
    [
        new(ReleaseEra.A, [Demo, HelmCrds], [InitCrds], [HelmCrds, HelmCertManagerCrds], Demo, DemoStrict, NeedsIstioctl: false),
        new(ReleaseEra.B, [Demo, DemoStrict, InitCrds], [], [$"{InitCrds}/crd*.yaml"], Demo, DemoStrict, NeedsIstioctl: false),
        new(ReleaseEra.C, [Demo, InitCrds], [DemoStrict], [$"{InitCrds}/crd*.yaml"], Demo, Strict: null, NeedsIstioctl: false),
        new(ReleaseEra.D, [BaseCrds], [Demo], [$"{BaseCrds}/*.yaml"], Permissive: null, Strict: null, NeedsIstioctl: true),
        new(ReleaseEra.E, [BaseCrdFile], [Demo, BaseCrds], [BaseCrdFile], Permissive: null, Strict: null, NeedsIstioctl: true),
    ];

    /// <summary>The shape of the newest releases.</summary>
    public static ReleaseEraFacts Newest => All[^1];
}
