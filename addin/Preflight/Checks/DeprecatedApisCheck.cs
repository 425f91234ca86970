using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Upgrade;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the release's objects are written in API versions that the cluster still serves, but a later Kubernetes no longer does.</summary>
/// <remarks>Source: kubernetes.io/docs/reference/using-api/deprecation-guide, by <see cref="ApiVersionRule"/>.</remarks>
internal static class DeprecatedApisCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "apis-deprecated";

    /// <summary>Looks every served API version up.</summary>
    /// <param name="objects">The release's objects as they would be applied.</param>
    /// <param name="isServed">Whether the cluster serves a kind in an API version.</param>
    /// <param name="version">The cluster's version.</param>
    public static Finding Check(IReadOnlyList<KubeObject> objects, Func<string, string, bool> isServed, ServerVersion version)
    {
        var deprecated =
            (from item in objects
             where isServed(item.ApiVersion, item.Kind)
             let rule = ApiVersionRule.Find(item.ApiVersion, item.Kind)
             where rule?.RemovedIn > version.Minor
             group item by rule into kind
             orderby kind.Key.RemovedIn, kind.Key.ApiVersion, kind.Key.Kind
             select (Rule: kind.Key, Count: kind.Count())).ToList();
        return deprecated.Count == 0
            ? Finding.Passed(Id, "No object is in an API version that a later Kubernetes goes without.")
            : Finding.Warning(
                Id,
                $"{deprecated.Sum(kind => kind.Count)} of the release's {objects.Count} objects are in API versions that Kubernetes 1.{deprecated[0].Rule.RemovedIn} or a later one goes without.",
                "Upgrade Istio before Kubernetes.",
                deprecated.Select(kind => $"{kind.Count} {kind.Rule.Kind} in {kind.Rule.ApiVersion}, gone with Kubernetes 1.{kind.Rule.RemovedIn}{(kind.Rule.Successor is { } successor ? $"; then {successor}" : "")}"));
    }
}
