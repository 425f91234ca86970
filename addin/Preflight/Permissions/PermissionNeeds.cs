using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Permissions;

/// <summary>What an install needs to be allowed, from what it is going to write.</summary>
internal static class PermissionNeeds
{
    /// <summary>The record, the revisions and the lock of an install.</summary>
    public static IReadOnlyList<(string Group, string Resource, string[] Verbs)> Own { get; } =
    [
        ("", "configmaps", ["get", "create", "patch"]),
        ("", "secrets", ["list", "create", "patch", "delete"]),
        ("coordination.k8s.io", "leases", ["get", "create", "update"]),
    ];

    /// <summary>Nothing is needed.</summary>
    public static IReadOnlyDictionary<Permission, IReadOnlyList<string>> None { get; } = new Dictionary<Permission, IReadOnlyList<string>>();

    /// <summary>Every permission with the names of the objects it is needed for.</summary>
    /// <param name="changes">The plan.</param>
    /// <param name="ns">The mesh namespace.</param>
    /// <param name="extent">What is done beside writing.</param>
    public static IReadOnlyDictionary<Permission, IReadOnlyList<string>> Of(IReadOnlyList<PlannedChange> changes, string ns, PermissionExtent extent)
    {
        var plurals = Plurals(changes);
        var needs = new Dictionary<Permission, List<string>>();
        foreach (var (group, resource, verbs) in Own)
        {
            foreach (var verb in verbs)
                needs[new(verb, group, resource, ns)] = [];
        }

        foreach (var change in changes.Where(change => change.IsWrite || change.Denial is not null))
        {
            var resource = change.Resource?.Plural ?? plurals.GetValueOrDefault((change.Subject.Group, change.Subject.Kind));
            foreach (var verb in resource is null ? [] : Verbs(change, extent).Distinct(StringComparer.Ordinal))
                Names(needs, new(verb, change.Subject.Group, resource!, change.Subject.Namespace)).Add(change.Subject.Name);
        }

        return needs.ToDictionary(need => need.Key, need => (IReadOnlyList<string>)need.Value);
    }

    // A server-side apply is a patch, and where it makes the object a create as well.
    private static IEnumerable<string> Verbs(PlannedChange change, PermissionExtent extent)
    {
        if (extent.Lists)
            yield return "list";
        if (extent.Gets)
            yield return "get";
        if (change is { Action: ChangeAction.Deleted } or { Mode: WriteMode.Recreate })
            yield return "delete";
        if (change.Action == ChangeAction.Deleted)
            yield break;
        yield return "patch";
        if (change is { Live: null } or { Mode: WriteMode.Recreate })
            yield return "create";
        if (!extent.Waits || !ReadinessRules.NeedsWaiting(change.Subject.ApiVersion, change.Subject.Kind))
            yield break;
        yield return "list";
        yield return "watch";
    }

    /// <summary>The plurals of the kinds that the plan itself defines.</summary>
    public static IReadOnlyDictionary<(string Group, string Kind), string> Plurals(IReadOnlyList<PlannedChange> changes)
    {
        var plurals = new Dictionary<(string, string), string>();
        foreach (var spec in changes.Where(change => change.Subject.Kind == "CustomResourceDefinition").Select(change => change.Body["spec"]).OfType<JsonObject>())
            plurals[(spec.Text("group") ?? "", spec.Text("names", "kind") ?? "")] = spec.Text("names", "plural") ?? "";
        return plurals;
    }

    private static List<string> Names(Dictionary<Permission, List<string>> needs, Permission permission)
    {
        if (!needs.TryGetValue(permission, out var names))
            needs[permission] = names = [];
        return names;
    }
}
