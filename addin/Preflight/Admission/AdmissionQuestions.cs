using Cake.Istio.Apply;
using Cake.Istio.Preflight.Capacity;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Preflight.Permissions;
using Cake.Istio.Readiness;

namespace Cake.Istio.Preflight.Admission;

/// <summary>What the API server asks webhooks about while a plan is carried out.</summary>
internal static class AdmissionQuestions
{
    // Kubernetes sets it on every namespace since 1.21.
    private const string NameLabel = "kubernetes.io/metadata.name";

    private static readonly Dictionary<string, string> NoLabels = [];

    /// <summary>The writes of the plan, those too that the server refuses as things are, the pods that come of them, and the installer's own record, lock and revisions; none where nothing is to be written.</summary>
    /// <param name="changes">The plan.</param>
    /// <param name="ns">The mesh namespace.</param>
    public static IReadOnlyList<AdmissionQuestion> Of(IReadOnlyList<PlannedChange> changes, string ns)
    {
        var plurals = PermissionNeeds.Plurals(changes);
        var questions = changes.Where(change => change.IsWrite || change.Action == ChangeAction.Failed)
            .SelectMany(change => Of(change, change.Resource?.Plural ?? plurals.GetValueOrDefault((change.Subject.Group, change.Subject.Kind))))
            .ToList();
        if (questions.Count == 0)
            return [];
        foreach (var (group, resource, _) in PermissionNeeds.Own)
        {
            foreach (var operation in new[] { "CREATE", "UPDATE" })
                questions.Add(new(operation, group, "v1", resource, ns, "", NoLabels, null));
        }

        return questions;
    }

    /// <summary>The labels of namespaces as they will be.</summary>
    /// <param name="facts">What is in the cluster.</param>
    /// <param name="changes">The plan.</param>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Namespaces(ClusterFacts facts, IReadOnlyList<PlannedChange> changes)
    {
        var bodies = facts.Namespaces.Concat(changes.Where(change => change.Subject is { Group: "", Kind: "Namespace" } && change.Action != ChangeAction.Deleted).Select(change => change.Body));
        return bodies.GroupBy(body => body.Name(), StringComparer.Ordinal).ToDictionary(
            space => space.Key,
            IReadOnlyDictionary<string, string> (space) => Joined([new Dictionary<string, string> { [NameLabel] = space.Key }, .. space.Select(LabelSelector.LabelsOf)]),
            StringComparer.Ordinal);
    }

    private static IEnumerable<AdmissionQuestion> Of(PlannedChange change, string? plural)
    {
        if (plural is null)
            yield break;
        var old = change.Live is null ? null : LabelSelector.LabelsOf(change.Live);
        IReadOnlyDictionary<string, string> labels = change.Action == ChangeAction.Deleted ? old! : Joined([old ?? NoLabels, LabelSelector.LabelsOf(change.Body)]);
        foreach (var operation in Operations(change))
            yield return new(operation, change.Subject.Group, change.Subject.Version, plural, change.Subject.Namespace, change.Subject.Name, labels, old);
        if (change.Action != ChangeAction.Deleted && Demand.PodOf(change.Subject, change.Body) is not null && change.Subject.Kind != "Pod")
            yield return new("CREATE", "", "v1", "pods", change.Subject.Namespace, "", LabelSelector.LabelsOf(change.Body.At("spec", "template")), null);
    }

    private static IEnumerable<string> Operations(PlannedChange change) => change switch
    {
        { Action: ChangeAction.Deleted } => ["DELETE"],
        { Mode: WriteMode.Recreate } => ["DELETE", "CREATE"],
        { Live: null } => ["CREATE"],
        _ => ["UPDATE"],
    };

    private static Dictionary<string, string> Joined(IEnumerable<IReadOnlyDictionary<string, string>> all)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in all.SelectMany(part => part))
            labels[name] = value;
        return labels;
    }
}
