using Cake.Istio.Cluster;
using Cake.Istio.Releases;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether Istio says that the release supports the cluster's Kubernetes version. What is not supported may work all the same.</summary>
internal static class KubernetesVersionCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "kubernetes-supported";

    /// <summary>Looks the pair up.</summary>
    public static Finding Check(IstioVersion release, ServerVersion cluster)
    {
        if (KubernetesSupport.Find(release) is not { } row)
            return Finding.Warning(Id, $"Which Kubernetes versions Istio {release} supports is not known here; the newest known release is {KubernetesSupport.NewestKnown}.", null);
        if (cluster.Major == 1 && row.Supports(cluster.Minor))
            return Finding.Passed(Id, $"{row}; the cluster runs {cluster} (source: {row.Source}).");
        var fitting = KubernetesSupport.Supporting(cluster.Minor);
        return Finding.Warning(
            Id,
            $"{row}, but the cluster runs {cluster} (source: {row.Source}).",
            fitting is [var newest, ..]
                ? $"Releases that support Kubernetes {cluster.Major}.{cluster.Minor}: Istio {Range(fitting[^1], newest)}. Choose one with --istio-version."
                : $"No known release supports Kubernetes {cluster.Major}.{cluster.Minor}; the newest one, {KubernetesSupport.NewestKnown}, comes closest.");
    }

    private static string Range(KubernetesSupport oldest, KubernetesSupport newest) =>
        oldest == newest ? $"1.{newest.IstioMinor}" : $"1.{oldest.IstioMinor} to 1.{newest.IstioMinor}";
}
