using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Upgrade;
using Cake.Istio.Releases;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the cluster serves every API version that the release's objects are written in.</summary>
internal static class ServedApisCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "apis-served";

    /// <summary>Compares objects with what is served. What the objects themselves define counts as served, in the versions that it will be served in.</summary>
    /// <param name="objects">The release's objects as they would be applied.</param>
    /// <param name="isServed">Whether the cluster serves a kind in an API version.</param>
    /// <param name="version">The cluster's version.</param>
    public static Finding Check(IReadOnlyList<KubeObject> objects, Func<string, string, bool> isServed, ServerVersion version)
    {
        var defined = objects.SelectMany(CustomResourceDefinitionKinds.Of).ToHashSet();
        var missing = objects
            .Where(item => !isServed(item.ApiVersion, item.Kind) && !defined.Contains((item.ApiVersion, item.Kind)))
            .GroupBy(item => (item.ApiVersion, item.Kind))
            .OrderBy(group => group.Key.ApiVersion, StringComparer.Ordinal).ThenBy(group => group.Key.Kind, StringComparer.Ordinal)
            .Select(group => UnservedKind.Of([.. group], defined, isServed))
            .ToList();
        return missing.Count == 0
            ? Finding.Passed(Id, $"The cluster serves every API version of the release's {objects.Count} objects.")
            : Finding.Failed(
                Id,
                $"The cluster ({version}) does not serve the API versions of {missing.Sum(kind => kind.Objects.Count)} of the release's {objects.Count} objects.",
                Ways(missing, version),
                missing.Select(kind => kind.Describe(version))) with { Code = ErrorCode.ApiVersionsNotServed };
    }

    private static string Ways(IEnumerable<UnservedKind> missing, ServerVersion version)
    {
        var fitting = KubernetesSupport.Supporting(version.Minor) is [var newest, ..]
            ? $"a release that fits Kubernetes {version.Major}.{version.Minor}: Istio 1.{newest.IstioMinor}"
            : $"a newer release than any that is known here; the newest known is Istio {KubernetesSupport.NewestKnown}";
        var kinds = missing.ToLookup(kind => kind.Lack);
        var ways = new List<string>();
        if (kinds[Lack.Rewritable].Sum(kind => kind.Objects.Count) is > 0 and var count)
            ways.Add($"Two ways on{(kinds.Count == 1 ? "" : $" for {Counted.Of(count, "object")}")}: rewrite them to served versions with --upgrade-apis=true, or choose {fitting}.");
        if (kinds.Contains(Lack.Unknown))
            ways.Add($"{Names(kinds[Lack.Unknown])}: nothing that this cluster serves takes its place; choose {fitting}.");
        if (kinds.Contains(Lack.Undefined))
            ways.Add($"{Names(kinds[Lack.Undefined])}: install what defines it first.");
        if (kinds.Contains(Lack.OtherVersion))
            ways.Add($"{Names(kinds[Lack.OtherVersion])}: write it in a version that the release's own definition serves.");
        return string.Join(" ", ways);
    }

    private static string Names(IEnumerable<UnservedKind> kinds) => string.Join(", ", kinds.Select(kind => $"{kind.ApiVersion} {kind.Kind}"));
}
