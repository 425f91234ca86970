using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Manifests;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Permissions;

/// <summary>What a role or a binding of the plan hands out, where no dry run could ask: in a namespace that is still to come, or of a role that is.</summary>
/// <param name="Subject">The role or the binding.</param>
/// <param name="Verb"><c>escalate</c> or <c>bind</c>, which lets the user hand out more than the user has.</param>
/// <param name="Resource"><c>roles</c> or <c>clusterroles</c>: what <paramref name="Verb"/> is about.</param>
/// <param name="Name">The role.</param>
/// <param name="Rules">Its rules.</param>
internal sealed record HandedOut(ObjectRef Subject, string Verb, string Resource, string Name, IReadOnlyList<JsonObject> Rules)
{
    /// <summary>The API group of roles and bindings.</summary>
    public const string Group = "rbac.authorization.k8s.io";

    /// <summary>Looks through a plan.</summary>
    /// <param name="changes">The plan.</param>
    /// <param name="isAsked">Whether dry runs have told about a namespace, or with null about the cluster scope.</param>
    public static IReadOnlyList<HandedOut> Of(IReadOnlyList<PlannedChange> changes, Func<string?, bool> isAsked)
    {
        var made = changes.Where(change => change is { Live: null, Denial: null, Subject.Group: Group } && change.Action == ChangeAction.Created).ToList();
        var roles = made.Where(change => change.Subject.Kind is "Role" or "ClusterRole").DistinctBy(change => change.Key).ToDictionary(change => (change.Subject.Kind, change.Subject.Namespace, change.Subject.Name),
            change => change.Body.Objects("rules").ToList());
        return
        [
            .. from change in made
               let handed = roles.TryGetValue((change.Subject.Kind, change.Subject.Namespace, change.Subject.Name), out var rules)
                   ? isAsked(change.Subject.Namespace) ? null : new HandedOut(change.Subject, "escalate", PluralOf(change.Subject.Kind), change.Subject.Name, rules)
                   : OfBinding(change, roles)
               where handed is not null
               select handed,
        ];
    }

    // A role that is there may have been asked about by dry run; else only the server knows its rules.
    private static HandedOut? OfBinding(PlannedChange change, Dictionary<(string Kind, string? Namespace, string Name), List<JsonObject>> roles)
    {
        var (kind, name) = (change.Body.Text("roleRef", "kind") ?? "", change.Body.Text("roleRef", "name") ?? "");
        return roles.GetValueOrDefault((kind, kind == "Role" ? change.Subject.Namespace : null, name)) is { } rules && change.Subject.Kind.EndsWith("Binding", StringComparison.Ordinal)
            ? new(change.Subject, "bind", PluralOf(kind), name, rules)
            : null;
    }

    private static string PluralOf(string kind) => kind == "Role" ? "roles" : "clusterroles";
}
