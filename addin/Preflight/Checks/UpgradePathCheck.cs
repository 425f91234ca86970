using Cake.Istio.Cluster;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Releases;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the way from the installed release to the wanted one is one that Istio supports.</summary>
/// <remarks>Source: istio.io, in-place upgrades: from one minor version to the next, from the releases on that have istiod alone (1.6).</remarks>
internal static class UpgradePathCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "upgrade-path";

    private const int FirstWithSteps = 6;

    /// <summary>Compares both releases.</summary>
    /// <param name="installed">What is installed, or null.</param>
    /// <param name="wanted">The release to install.</param>
    /// <param name="cluster">The cluster's version.</param>
    /// <param name="hasEarlier">Whether a revision before the installed one is kept, to roll back to.</param>
    public static Finding Check(InstalledRelease? installed, IstioVersion wanted, ServerVersion cluster, bool hasEarlier)
    {
        if (installed is null)
            return Finding.Passed(Id, "No earlier release was found in the mesh namespace.");
        var (from, steps) = (installed.Version, wanted.Minor - installed.Version.Minor);
        var evidence = $"{from} by {installed.Evidence}";
        if (wanted < from)
        {
            return Finding.Warning(
                Id,
                $"Istio {wanted} is older than the installed {from}: a downgrade.",
                $"Custom resources may use fields that the older release does not know.{(hasEarlier ? " To go back to what was installed before: --target=Rollback." : "")}",
                evidence);
        }

        if (wanted.Major == from.Major && wanted.Minor >= FirstWithSteps && steps > 1)
        {
            return Finding.Warning(
                Id,
                $"From the installed {from} to {wanted} are {steps} minor versions; Istio supports one at a time from 1.{FirstWithSteps} on.",
                Way(from, wanted, cluster),
                evidence);
        }

        if (!installed.IsRecorded && steps != 0)
        {
            return Finding.Warning(
                Id,
                $"The installed {from} was not installed by these tasks; what {wanted} no longer has of it stays.",
                $"Remove the old release with what installed it, or take it up first: install {from} with these tasks, then {wanted}.",
                evidence);
        }

        return Finding.Passed(Id, wanted.CompareTo(from) == 0 ? $"Istio {from} is installed already." : $"From the installed {from} to {wanted}.", evidence);
    }

    private static string Way(IstioVersion from, IstioVersion wanted, ServerVersion cluster)
    {
        var between = Enumerable.Range(0, wanted.Minor).Where(minor => minor > from.Minor && minor >= FirstWithSteps).ToList();
        var fitting = between.Where(minor => cluster.Major == 1 && KubernetesSupport.Find(IstioVersion.Parse($"1.{minor}.0"))?.Supports(cluster.Minor) != false).ToList();
        var steps = $"{string.Join(", ", between.Select(minor => $"1.{minor}").Append($"{wanted}").ToBounded(12))}";
        if (fitting.Count == between.Count)
            return $"Install in turn: {steps}; restart the workloads after each, so that their sidecars follow.";
        var none = fitting.Count == 0 ? "none" : $"only {string.Join(", ", fitting.Select(minor => $"1.{minor}"))}";
        return $"The steps would be {steps}; but of the {between.Count} releases between, {none} of which Istio says that it supports Kubernetes {cluster.Major}.{cluster.Minor}. "
            + $"What is left: install {wanted} anew, in a cluster beside this one to which the workloads move, or here once {from} is removed; or take the steps on a cluster of those days, with its Kubernetes raised along.";
    }
}
