using Cake.Istio.Preflight.Facts;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the user may see what the other checks look at.</summary>
internal static class VisibilityCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "cluster-visible";

    /// <summary>Names what could not be listed.</summary>
    public static Finding Check(ClusterFacts facts) => facts.Hidden.Count == 0
        ? Finding.Passed(Id, "Everything that the checks look at could be listed.")
        : Finding.Warning(Id, $"The user may not list {string.Join(", ", facts.Hidden.Distinct(StringComparer.Ordinal))}; checks that need them are left out.", "Run Preflight as a user who may list them, such as one with the ClusterRole view and the right to list nodes.");
}
