namespace Cake.Istio.Releases;

/// <summary>The five shapes in which Istio was released.</summary>
public enum ReleaseEra
{
    /// <summary>1.0: one file of CRDs in the Helm chart, ready manifests for both mTLS modes.</summary>
    A,

    /// <summary>1.1 to 1.3: CRDs in <c>istio-init</c>, ready manifests for both mTLS modes.</summary>
    B,

    /// <summary>1.4 and 1.5: CRDs in <c>istio-init</c>, a ready manifest for permissive mTLS only.</summary>
    C,

    /// <summary>1.6 to 1.23: charts only, CRDs in <c>base/crds</c>; manifests come from the release's own istioctl.</summary>
    D,

    /// <summary>1.24 on: charts only, CRDs in <c>base/files</c>; manifests come from the release's own istioctl.</summary>
    E,
}
