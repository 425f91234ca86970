namespace Cake.Istio.Preflight;

/// <summary>Which versions of Kubernetes 1 an Istio release supports.</summary>
/// <remarks>
/// Source: the support status pages of istio.io for each release; 1.1, 1.3, 1.4 and 1.5 by their installation pages, 1.30 by IBM Cloud's
/// table of Istio add-ons and the minimum in istioctl.
/// </remarks>
internal static class SupportedKubernetes
{
    private static readonly (int First, int Last)[] ByIstioMinor =
    [
        (9, 11), (11, 13), (12, 14), (13, 15), (13, 15), (14, 16), (15, 18), (16, 18), (16, 19), (17, 20), // 1.0 to 1.9
        (18, 21), (18, 22), (19, 22), (20, 23), (21, 24), (22, 25), (22, 25), (23, 26), (24, 27), (25, 28), // 1.10 to 1.19
        (25, 29), (26, 29), (27, 30), (27, 30), (28, 31), (29, 32), (29, 33), (29, 33), (30, 34), (31, 35), // 1.20 to 1.29
        (32, 36), // 1.30
    ];

    /// <summary>The first and last minor version that an Istio 1 minor supports, or null for one that is newer than this table.</summary>
    public static (int First, int Last)? Of(int istioMinor) =>
        istioMinor >= 0 && istioMinor < ByIstioMinor.Length ? ByIstioMinor[istioMinor] : null;

    /// <summary>The newest Istio release for a Kubernetes version, such as <c>1.30</c>; for one newer than all, the newest there is.</summary>
    public static string NewestFor(int kubernetesMinor)
    {
        var fitting = Array.FindLastIndex(ByIstioMinor, range => kubernetesMinor >= range.First && kubernetesMinor <= range.Last);
        return $"1.{(fitting >= 0 ? fitting : kubernetesMinor < ByIstioMinor[0].First ? 0 : ByIstioMinor.Length - 1)}";
    }
}
