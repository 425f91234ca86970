using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Readiness;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the custom resource definitions that are there can become those of the release.</summary>
/// <remarks>Source: CustomResourceDefinition versioning; the API server refuses to drop a version that is in <c>status.storedVersions</c>, and to change the scope.</remarks>
internal static class DefinitionsCheck
{
    /// <summary>The id of the finding about versions.</summary>
    public const string StoredVersionsId = "crd-stored-versions";

    /// <summary>The id of the finding about scopes.</summary>
    public const string ScopeId = "crd-scope";

    /// <summary>Compares live definitions with planned ones.</summary>
    public static IReadOnlyList<Finding> Check(IReadOnlyList<PlannedChange> changes)
    {
        var pairs = changes.Where(change => change is { Subject.Kind: "CustomResourceDefinition", Live: not null, Action: not ChangeAction.Deleted }).ToList();
        return [CheckVersions(pairs), CheckScopes(pairs)];
    }

    /// <summary>Whether the server refuses a change for what <see cref="Check"/> tells.</summary>
    public static bool IsIncompatible(PlannedChange change) =>
        change is { Subject.Kind: "CustomResourceDefinition", Live: { } live } && (Dropped(change).Any() || Scope(live) != Scope(change.Body));

    private static Finding CheckVersions(List<PlannedChange> pairs)
    {
        var dropped = pairs.Select(change => (change, Versions: Dropped(change).ToList()))
            .Where(entry => entry.Versions.Count > 0)
            .ToList();
        if (dropped.Count == 0)
        {
            return Finding.Passed(StoredVersionsId, pairs.Count == 0
                ? "No definition of the release is there yet, so no object is stored in an older version."
                : $"The release keeps every version that objects of the {pairs.Count} definitions that are there are stored in.");
        }

        var refused = dropped.Where(entry => entry.change.Action == ChangeAction.Failed).ToList();
        var evidence = dropped.Select(entry => $"{entry.change.Subject.Name}: objects are or were stored in {string.Join(", ", entry.Versions)}; the release has {string.Join(", ", Versions(entry.change.Body))}");
        var hint = StoredVersionMove.Commands(dropped[0].change.Subject.Name, dropped[0].change.Live!, dropped[0].change.Body);
        // A version that another manager owns stays in the definition although the release does not have it.
        return refused.Count == 0
            ? Finding.Warning(StoredVersionsId, $"{Counted.Of(dropped.Count, "definition")} of the release without versions that objects may be stored in; they stay, because somebody else owns them.", hint, evidence.ToBounded())
            : Finding.Failed(StoredVersionsId, $"The server refuses {Counted.Of(refused.Count, "definition")} of the release for dropping versions that objects may be stored in.", hint, evidence.ToBounded());
    }

    private static Finding CheckScopes(List<PlannedChange> pairs)
    {
        var changed = pairs.Where(change => Scope(change.Live!) != Scope(change.Body)).ToList();
        return changed.Count == 0
            ? Finding.Passed(ScopeId, "No definition changes between namespaced and cluster-scoped.")
            : Finding.Failed(
                ScopeId,
                $"{Counted.Of(changed.Count, "definition")} with another scope than in the cluster, which no server changes.",
                $"Save the objects of the kind, delete the definition, which deletes them too, and run again: kubectl get {changed[0].Subject.Name} -A -o yaml; kubectl delete crd {changed[0].Subject.Name}",
                changed.Select(change => $"{change.Subject.Name}: {Scope(change.Live!)} in the cluster, {Scope(change.Body)} in the release").ToBounded());
    }

    private static IEnumerable<string> Dropped(PlannedChange change) => Stored(change.Live!).Except(Versions(change.Body), StringComparer.Ordinal);

    /// <summary>The versions of a definition.</summary>
    public static IReadOnlyList<string> Versions(JsonObject definition) =>
        [.. definition.Objects("spec", "versions").Select(version => version.Text("name")).Append(definition.Text("spec", "version")).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Stored(JsonObject live) => (live.At("status", "storedVersions") as JsonArray ?? []).Select(version => (string?)version).OfType<string>();

    // v1beta1 defaults the scope.
    private static string Scope(JsonObject definition) => definition.Text("spec", "scope") ?? "Namespaced";
}
