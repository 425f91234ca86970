using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Upgrade;
using Cake.Istio.Releases;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the cluster serves every API version that the release's objects are written in.</summary>
internal static class ServedApisCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "apis-served";

    /// <summary>Compares objects with what is served. Kinds that the objects themselves define count as served.</summary>
    /// <param name="objects">The release's objects as they would be applied.</param>
    /// <param name="isServed">Whether the cluster serves a kind in an API version.</param>
    /// <param name="version">The cluster's version.</param>
    /// <param name="isUpgrading">Whether <c>--upgrade-apis</c> was on and could not help with what is left.</param>
    public static Finding Check(IReadOnlyList<KubeObject> objects, Func<string, string, bool> isServed, ServerVersion version, bool isUpgrading)
    {
        var defined = Defined(objects).ToHashSet();
        var missing = objects
            .Where(item => !isServed(item.ApiVersion, item.Kind) && !defined.Contains((item.Ref.Group, item.Kind)))
            .GroupBy(item => (item.ApiVersion, item.Kind))
            .OrderBy(group => group.Key.ApiVersion, StringComparer.Ordinal).ThenBy(group => group.Key.Kind, StringComparer.Ordinal)
            .ToList();
        if (missing.Count == 0)
            return Finding.Passed(Id, $"The cluster serves every API version of the release's {objects.Count} objects.");

        var fitting = KubernetesSupport.Supporting(version.Minor) is [var newest, ..]
            ? $"a release that fits Kubernetes {version.Major}.{version.Minor}: Istio 1.{newest.IstioMinor}"
            : $"a newer release than any that is known here; the newest known is Istio {KubernetesSupport.NewestKnown}";
        return Finding.Failed(
            Id,
            $"The cluster ({version}) does not serve the API versions of {missing.Sum(group => group.Count())} of the release's {objects.Count} objects.",
            isUpgrading
                ? $"These have no successor to rewrite them to. Choose {fitting}."
                : $"Two ways on: rewrite them to served versions with --upgrade-apis=true, or choose {fitting}.",
            missing.Select(group => Describe(group.Key.ApiVersion, group.Key.Kind, [.. group]))) with { Code = ErrorCode.ApiVersionsNotServed };
    }

    private static string Describe(string apiVersion, string kind, IReadOnlyList<KubeObject> objects)
    {
        var since = ApiVersionRule.Find(apiVersion, kind)?.RemovedIn is { } minor ? $"gone since Kubernetes 1.{minor}" : "unknown to this cluster";
        return $"{objects.Count} {kind} in {apiVersion}, {since}; the first at {objects[0].Source}";
    }

    private static IEnumerable<(string Group, string Kind)> Defined(IEnumerable<KubeObject> objects) =>
        from item in objects
        where item.Kind == "CustomResourceDefinition"
        let spec = item.Json["spec"] as JsonObject
        select ((string?)spec?["group"] ?? "", (string?)spec?["names"]?["kind"] ?? "");
}
