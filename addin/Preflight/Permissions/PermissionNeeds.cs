using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Permissions;

/// <summary>What an install needs to be allowed, from what it is going to write.</summary>
internal static class PermissionNeeds
{
    // The record, the lock and the revisions of an install.
    private static readonly (string Group, string Resource, string[] Verbs)[] Own =
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
    /// <param name="waits">Whether the install waits until what it applied is ready.</param>
    /// <param name="reads">Whether reading what is there is in question too, because the plan could not be made.</param>
    public static IReadOnlyDictionary<Permission, IReadOnlyList<string>> Of(IReadOnlyList<PlannedChange> changes, string ns, bool waits, bool reads)
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
            foreach (var verb in resource is null ? [] : Verbs(change, waits, reads))
                Names(needs, new(verb, change.Subject.Group, resource!, change.Subject.Namespace)).Add(change.Subject.Name);
        }

        return needs.ToDictionary(need => need.Key, need => (IReadOnlyList<string>)need.Value);
    }

    // A server-side apply is a patch, and where it makes the object a create as well.
    private static IEnumerable<string> Verbs(PlannedChange change, bool waits, bool reads)
    {
        if (change.Action == ChangeAction.Deleted)
            return ["delete"];
        IEnumerable<string> verbs = change switch
        {
            { Mode: WriteMode.Recreate } => ["create", "patch", "delete"],
            { Live: null } => ["create", "patch"],
            _ => ["patch"],
        };
        if (waits && ReadinessRules.NeedsWaiting(change.Subject.ApiVersion, change.Subject.Kind))
            verbs = [.. verbs, "list", "watch"];
        return reads ? verbs.Append("list").Distinct(StringComparer.Ordinal) : verbs;
    }

    private static Dictionary<(string Group, string Kind), string> Plurals(IReadOnlyList<PlannedChange> changes)
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
