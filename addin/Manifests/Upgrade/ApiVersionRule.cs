using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>An API version of a kind that a cluster may not serve, and what takes its place.</summary>
/// <param name="ApiVersion">The old API version.</param>
/// <param name="Kind">The kind.</param>
/// <param name="RemovedIn">The minor version of Kubernetes 1 that first went without it; null where it was never on by default, or is served still.</param>
/// <param name="Successor">The API version to write instead, or null where there is none.</param>
/// <param name="Rewrite">What has to change besides the version's name, and a place for notes; null where that is all.</param>
internal sealed partial record ApiVersionRule(string ApiVersion, string Kind, int? RemovedIn, string? Successor, Action<JsonObject, ICollection<string>>? Rewrite = null)
{
    private static readonly Dictionary<(string ApiVersion, string Kind), ApiVersionRule> ByKind = All().ToDictionary(rule => (rule.ApiVersion, rule.Kind));

    /// <summary>The rule for a kind in an API version, or null where it is not known to have been removed.</summary>
    internal static ApiVersionRule? Find(string apiVersion, string kind) => ByKind.GetValueOrDefault((apiVersion, kind));
}
