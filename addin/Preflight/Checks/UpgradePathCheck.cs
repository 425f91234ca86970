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
    public static Finding Check(InstalledRelease? installed, IstioVersion wanted)
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
                $"Custom resources may use fields that the older release does not know.{(installed.IsRecorded ? " To go back to what was installed before: --target=Rollback." : "")}",
                evidence);
        }

        if (wanted.Major == from.Major && wanted.Minor >= FirstWithSteps && steps > 1)
        {
            return Finding.Warning(
                Id,
                $"From the installed {from} to {wanted} are {steps} minor versions; Istio supports one at a time from 1.{FirstWithSteps} on.",
                $"Install in turn: {string.Join(", ", Steps(from, wanted).ToBounded(12))}; restart the workloads after each, so that their sidecars follow.",
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

    private static IEnumerable<string> Steps(IstioVersion installed, IstioVersion wanted)
    {
        for (var minor = Math.Max(installed.Minor + 1, FirstWithSteps); minor < wanted.Minor; minor++)
            yield return $"1.{minor}";
        yield return $"{wanted}";
    }
}
