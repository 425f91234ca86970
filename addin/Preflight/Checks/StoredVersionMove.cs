using System.Text.Json.Nodes;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Checks;

/// <summary>How the objects of a kind get out of versions that a release does not have.</summary>
/// <remarks>Source: Kubernetes, versions in CustomResourceDefinitions, upgrade existing objects to a new stored version.</remarks>
internal static class StoredVersionMove
{
    /// <summary>The way out for one definition, as commands.</summary>
    /// <param name="name">The definition.</param>
    /// <param name="live">The live definition.</param>
    /// <param name="wanted">The release's definition.</param>
    public static string Commands(string name, JsonObject live, JsonObject wanted)
    {
        var (from, kept) = (Storage(live), DefinitionsCheck.Versions(wanted));
        var to = from is not null && kept.Contains(from, StringComparer.Ordinal) ? from : kept.Intersect(DefinitionsCheck.Versions(live), StringComparer.Ordinal).OrderByDescending(version => version == Storage(wanted)).FirstOrDefault();
        if (to is null)
        {
            return "For each definition: the release has no version that is in the cluster, so save the objects, delete the definition, which deletes them too, run again, and make them anew in a version of the release: "
                + $"kubectl get {name} -A -o yaml; kubectl delete crd {name}";
        }

        var change = to == from ? "" : $"have them stored in {to}, which the release has ({ChangeStorage(name, live, to)}), ";
        return $"For each definition, in turn: {change}write its objects anew (kubectl get {name} -A -o yaml | kubectl replace -f -), then take the versions that nothing is stored in any more out of the status: "
            + $"kubectl patch crd {name} --subresource=status --type=merge -p '{{\"status\":{{\"storedVersions\":[\"{to}\"]}}}}'";
    }

    // As kubectl's own manager, whose fields the next install takes over; those of kubectl-patch it would have to force.
    private static string ChangeStorage(string name, JsonObject live, string to)
    {
        var operations = live.Objects("spec", "versions").Select((version, index) => (version, index))
            .Where(entry => entry.version.Flag("storage") != (entry.version.Text("name") == to))
            .OrderByDescending(entry => entry.version.Flag("storage"))
            .Select(entry => $"{{\"op\":\"replace\",\"path\":\"/spec/versions/{entry.index}/storage\",\"value\":{(entry.version.Flag("storage") ? "false" : "true")}}}");
        return $"kubectl patch crd {name} --field-manager=kubectl --type=json -p '[{string.Join(',', operations)}]'";
    }

    private static string? Storage(JsonObject definition) =>
        definition.Objects("spec", "versions").FirstOrDefault(version => version.Flag("storage"))?.Text("name") ?? definition.Text("spec", "version");
}
