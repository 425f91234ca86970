using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Manifests.Upgrade;

namespace Cake.Istio.Preflight.Checks;

/// <summary>What an API version that is not served lacks, which decides the way out.</summary>
internal enum Lack
{
    /// <summary>Kubernetes removed it, and the cluster serves what took its place.</summary>
    Rewritable,

    /// <summary>It is Kubernetes' own, and the cluster has nothing that takes its place.</summary>
    Unknown,

    /// <summary>Neither the cluster nor the release defines the kind.</summary>
    Undefined,

    /// <summary>The release defines the kind, in other versions.</summary>
    OtherVersion,
}

/// <summary>A kind in an API version that the cluster does not serve and the release does not define.</summary>
/// <param name="ApiVersion">The API version.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Objects">The objects that are written in it; at least one.</param>
/// <param name="Lack">What is missing.</param>
/// <param name="Served">The versions in which the release itself defines the kind.</param>
internal sealed record UnservedKind(string ApiVersion, string Kind, IReadOnlyList<KubeObject> Objects, Lack Lack, IReadOnlyList<string> Served)
{
    /// <summary>Looks a kind up.</summary>
    /// <param name="objects">Its objects, all of one API version.</param>
    /// <param name="defined">What the release defines.</param>
    /// <param name="isServed">Whether the cluster serves a kind in an API version.</param>
    public static UnservedKind Of(
        IReadOnlyList<KubeObject> objects, IReadOnlySet<(string ApiVersion, string Kind)> defined, Func<string, string, bool> isServed)
    {
        var (apiVersion, kind, group) = (objects[0].ApiVersion, objects[0].Kind, objects[0].Ref.Group);
        string[] served = [.. defined.Where(item => item.Kind == kind && item.ApiVersion.StartsWith($"{group}/", StringComparison.Ordinal)).Select(item => item.ApiVersion)];
        var lack = served.Length > 0 ? Lack.OtherVersion
            : !KubernetesGroups.Contains(group) ? Lack.Undefined
            : ApiVersionRule.Find(apiVersion, kind)?.Successor is { } successor && isServed(successor, kind) ? Lack.Rewritable
            : Lack.Unknown;
        return new(apiVersion, kind, objects, lack, served);
    }

    /// <summary>A line of evidence.</summary>
    /// <param name="version">The cluster's version.</param>
    public string Describe(ServerVersion version)
    {
        var why = Lack == Lack.OtherVersion ? $"which the release itself defines in {string.Join(", ", Served)} only"
            : ApiVersionRule.Find(ApiVersion, Kind)?.RemovedIn is { } minor && minor <= version.Minor ? $"gone since Kubernetes 1.{minor}"
            : "unknown to this cluster";
        return $"{Objects.Count} {Kind} in {ApiVersion}, {why}; the first at {Objects[0].Source}";
    }
}
