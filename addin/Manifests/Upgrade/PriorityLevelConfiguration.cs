using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>PriorityLevelConfiguration to <c>flowcontrol.apiserver.k8s.io/v1</c>.</summary>
internal static class PriorityLevelConfiguration
{
    /// <summary>Renames the concurrency shares, which <c>v1beta3</c> gave their new name.</summary>
    internal static void Rewrite(JsonObject json, ICollection<string> notes) =>
        json.Object("spec").Object("limited")?.Rename("assuredConcurrencyShares", "nominalConcurrencyShares");
}
