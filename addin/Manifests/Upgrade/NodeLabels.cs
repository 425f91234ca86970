using System.Text.Json.Nodes;

namespace Cake.Istio.Manifests.Upgrade;

/// <summary>Labels of nodes that have a new name, where a pod, a runtime class or a volume chooses its node by them.</summary>
internal static class NodeLabels
{
    private static readonly Dictionary<string, string> NewNames = new(StringComparer.Ordinal)
    {
        ["beta.kubernetes.io/arch"] = "kubernetes.io/arch",
        ["beta.kubernetes.io/os"] = "kubernetes.io/os",
        ["beta.kubernetes.io/instance-type"] = "node.kubernetes.io/instance-type",
        ["failure-domain.beta.kubernetes.io/region"] = "topology.kubernetes.io/region",
        ["failure-domain.beta.kubernetes.io/zone"] = "topology.kubernetes.io/zone",
    };

    /// <summary>Renames them in node selectors, affinities and topology keys.</summary>
    internal static void Rewrite(JsonObject pod, ICollection<string> notes)
    {
        var renamed = new SortedSet<string>(StringComparer.Ordinal);
        Selector(pod.Object("nodeSelector"), renamed);
        var affinity = pod.Object("affinity");
        Keys(NodeTerms(affinity.Object("nodeAffinity")), "matchExpressions", renamed);
        foreach (var term in PodTerms(affinity.Object("podAffinity")).Concat(PodTerms(affinity.Object("podAntiAffinity"))).Concat(pod.Objects("topologySpreadConstraints")))
            Value(term, "topologyKey", renamed);
        Note(renamed, notes);
    }

    /// <summary>Renames them in runtime classes, persistent volumes and storage classes.</summary>
    internal static void RewriteOutsidePods(JsonObject json, ICollection<string> notes)
    {
        var renamed = new SortedSet<string>(StringComparer.Ordinal);
        switch (json.Text("apiVersion"), json.Text("kind"))
        {
            case ("node.k8s.io/v1", "RuntimeClass"):
                Selector(json.Object("scheduling").Object("nodeSelector"), renamed);
                break;
            case ("v1", "PersistentVolume"):
                Keys(json.Object("spec").Object("nodeAffinity").Object("required").Objects("nodeSelectorTerms"), "matchExpressions", renamed);
                break;
            case ("storage.k8s.io/v1", "StorageClass"):
                Keys(json.Objects("allowedTopologies"), "matchLabelExpressions", renamed);
                break;
        }

        Note(renamed, notes);
    }

    private static void Keys(IEnumerable<JsonObject> terms, string list, SortedSet<string> renamed)
    {
        foreach (var expression in terms.SelectMany(term => term.Objects(list)))
            Value(expression, "key", renamed);
    }

    private static void Note(SortedSet<string> renamed, ICollection<string> notes)
    {
        foreach (var name in renamed)
            notes.Add($"The node label {NewNames[name]} instead of {name}.");
    }

    private static void Selector(JsonObject? selector, SortedSet<string> renamed)
    {
        foreach (var (old, current) in NewNames)
        {
            if (selector is null || !selector.ContainsKey(old))
                continue;
            var value = selector.Take(old);
            selector.Default(current, value ?? "");
            renamed.Add(old);
        }
    }

    private static void Value(JsonObject owner, string field, SortedSet<string> renamed)
    {
        if (owner.Text(field) is not { } old || !NewNames.TryGetValue(old, out var current))
            return;
        owner[field] = current;
        renamed.Add(old);
    }

    private static IEnumerable<JsonObject> NodeTerms(JsonObject? affinity) =>
        affinity.Object("requiredDuringSchedulingIgnoredDuringExecution").Objects("nodeSelectorTerms")
            .Concat(affinity.Objects("preferredDuringSchedulingIgnoredDuringExecution").Select(preferred => preferred.Object("preference")).OfType<JsonObject>());

    private static IEnumerable<JsonObject> PodTerms(JsonObject? affinity) =>
        affinity.Objects("requiredDuringSchedulingIgnoredDuringExecution")
            .Concat(affinity.Objects("preferredDuringSchedulingIgnoredDuringExecution").Select(preferred => preferred.Object("podAffinityTerm")).OfType<JsonObject>());
}
