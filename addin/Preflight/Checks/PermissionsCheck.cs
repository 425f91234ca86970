using Cake.Istio.Apply;
using Cake.Istio.Errors;
using Cake.Istio.Preflight.Permissions;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether the user may do what the plan needs, with the rules that are missing.</summary>
internal static class PermissionsCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "permissions";

    /// <summary>Judges the answers of the access reviews and what the server forbade in dry runs.</summary>
    public static Finding Check(PreflightScene scene)
    {
        var missing = scene.Missing ?? PermissionNeeds.None;
        var escalations = scene.Changes
            .Where(change => change.Denial is not null)
            .Select(change => (change.Subject, Escalation: Escalation.Read(change.Denial!)!))
            .Where(entry => entry.Escalation is not null)
            .Concat(scene.Escalations)
            .ToList();
        if (missing.Count == 0 && escalations.Count == 0 && scene.PlanDenial is null)
            return Granted(scene);

        var rules = escalations.SelectMany(entry => entry.Escalation.Rules).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        List<string> evidence =
        [
            .. scene.PlanDenial is { } denial ? [$"reading what is there was refused: {denial.Request}: {denial.Status.Message}"] : Array.Empty<string>(),
            .. Rules(missing),
            .. escalations.Select(entry => $"{entry.Subject} hands out rules that the user does not have; it needs them, or {Escalation.Verb(entry.Subject.Kind)}").ToBounded(),
            .. rules.Select(rule => $"  {rule}").ToBounded(20),
        ];
        return Finding.Failed(
            Id,
            $"User {scene.Target.User ?? "none"} of context {scene.Target.Context} {Lack(missing.Count, scene.Asked, rules.Count)}.",
            "Ask the cluster's administrator for these rules, or for all of them at once (kubectl create clusterrolebinding cake-istio --clusterrole=cluster-admin --user=<you>), or choose a context with another user with --context.",
            evidence) with { Code = ErrorCode.PermissionMissing };
    }

    private static Finding Granted(PreflightScene scene)
    {
        if (scene.Missing is null)
            return Finding.Warning(Id, "The server does not say what the user may do (SelfSubjectAccessReview); whether the plan can be carried out will show.", null);
        return Finding.Passed(Id, scene.Asked == 0 ? "Nothing is to be written, so no permission is needed." : $"The user has the {scene.Asked} permissions that the plan needs.");
    }

    private static string Lack(int missing, int asked, int rules) => (missing, rules) switch
    {
        (0, 0) => "may not read what the plan has to look at",
        (0, _) => $"may not hand out {Counted.Of(rules, "rule")} that roles of the release have",
        (_, 0) => $"lacks {missing} of the {asked} permissions that the plan needs",
        _ => $"lacks {missing} of the {asked} permissions that the plan needs, and {Counted.Of(rules, "rule")} that roles of the release hand out",
    };

    private static IEnumerable<string> Rules(IReadOnlyDictionary<Permission, IReadOnlyList<string>> missing) =>
        from need in missing
        group need by (need.Key.Group, need.Key.Resource, need.Key.Namespace) into place
        orderby place.Key.Namespace, place.Key.Group, place.Key.Resource
        let verbs = string.Join(", ", place.Select(need => $"\"{need.Key.Verb}\"").Order(StringComparer.Ordinal))
        let names = place.SelectMany(need => need.Value).Distinct(StringComparer.Ordinal).Count()
        let scope = place.Key.Namespace is { } ns ? $"in namespace {ns}" : "at the cluster scope"
        select $"apiGroups: [\"{place.Key.Group}\"], resources: [\"{place.Key.Resource}\"], verbs: [{verbs}] {scope}{(names == 0 ? ", for the installer's own record" : $", for {Counted.Of(names, "object")}")}";
}
