using Cake.Istio.Apply.Inventory;
using Cake.Istio.Errors;
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
    /// <param name="record">What is installed, or null.</param>
    /// <param name="wanted">The release to install.</param>
    public static Finding Check(InstallRecord? record, IstioVersion wanted)
    {
        if (record is null)
            return Finding.Passed(Id, "No earlier install is recorded in the mesh namespace.");
        if (Read(record.Description.Release) is not { } installed)
            return Finding.Warning(Id, $"The record names {record.Description.Release} as installed, which is no release.", null);
        if (wanted < installed)
        {
            return Finding.Warning(
                Id,
                $"Istio {wanted} is older than the installed {installed}: a downgrade.",
                "Custom resources may use fields that the older release does not know. To go back to what was installed before: --target=Rollback.");
        }

        if (wanted.Major != installed.Major || wanted.Minor < FirstWithSteps || wanted.Minor - installed.Minor <= 1)
            return Finding.Passed(Id, wanted.CompareTo(installed) == 0 ? $"Istio {installed} is installed already." : $"From the installed {installed} to {wanted}.");
        return Finding.Warning(
            Id,
            $"From the installed {installed} to {wanted} are {wanted.Minor - installed.Minor} minor versions; Istio supports one at a time from 1.{FirstWithSteps} on.",
            $"Install in turn: {string.Join(", ", Steps(installed, wanted).ToBounded(12))}; restart the workloads after each, so that their sidecars follow.");
    }

    private static IEnumerable<string> Steps(IstioVersion installed, IstioVersion wanted)
    {
        for (var minor = Math.Max(installed.Minor + 1, FirstWithSteps); minor < wanted.Minor; minor++)
            yield return $"1.{minor}";
        yield return $"{wanted}";
    }

    private static IstioVersion? Read(string text)
    {
        try
        {
            return IstioVersion.Parse(text);
        }
        catch (MeshException)
        {
            return null;
        }
    }
}
