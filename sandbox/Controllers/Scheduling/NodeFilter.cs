namespace Cake.Istio.Sandbox.Controllers.Scheduling;

/// <summary>Why a node cannot take a Pod, in kube-scheduler's words.</summary>
internal static class NodeFilter
{
    /// <summary>The reasons; none when the node will do.</summary>
    /// <param name="pod">The Pod.</param>
    /// <param name="node">The node.</param>
    /// <param name="bound">The Pods that the node has.</param>
    public static IReadOnlyList<string> Reasons(JsonObject pod, JsonObject node, IReadOnlyList<JsonObject> bound)
    {
        if (node.Flag("spec", "unschedulable") == true && !Tolerates(pod, "node.kubernetes.io/unschedulable", "", "NoSchedule"))
            return ["node(s) were unschedulable"];
        if (!ToleratesAll(pod, node, "NoSchedule", "NoExecute"))
            return ["node(s) had untolerated taint(s)"];
        if (!Selects(pod, node))
            return ["node(s) didn't match Pod's node affinity/selector"];
        if (HostPorts(pod).Intersect(bound.SelectMany(HostPorts)).Any())
            return ["node(s) didn't have free ports for the requested pod ports"];
        return NodeResources.Missing(pod, node, bound);
    }

    /// <summary>Does the Pod tolerate all taints of a node that have one of these effects?</summary>
    public static bool ToleratesAll(JsonObject pod, JsonObject node, params string[] effects) => node.Objects("spec", "taints")
        .All(taint => !effects.Contains(taint.Text("effect")) || Tolerates(pod, taint.Text("key") ?? "", taint.Text("value") ?? "", taint.Text("effect")!));

    /// <summary>Is the node one that the Pod asks for?</summary>
    public static bool Selects(JsonObject pod, JsonObject node)
    {
        var labels = node.Labels();
        if (!LabelSelector.MatchesMap(pod.At("spec", "nodeSelector"), labels))
            return false;
        var terms = pod.Objects("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms").ToArray();
        return terms.Length == 0 || terms.Any(term => Matches(term, node, labels));
    }

    // A term without any requirement matches nothing.
    private static bool Matches(JsonObject term, JsonObject node, IReadOnlyDictionary<string, string> labels)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["metadata.name"] = node.Name() };
        var (expressions, fieldExpressions) = (term.Objects("matchExpressions").ToArray(), term.Objects("matchFields").ToArray());
        return expressions.Length + fieldExpressions.Length > 0
            && expressions.All(requirement => LabelSelector.Holds(requirement, labels))
            && fieldExpressions.All(requirement => LabelSelector.Holds(requirement, fields));
    }

    private static bool Tolerates(JsonObject pod, string key, string value, string effect) => pod.Objects("spec", "tolerations").Any(toleration =>
        (toleration.Text("key") is null or "" || toleration.Text("key") == key)
        && (toleration.Text("effect") is null or "" || toleration.Text("effect") == effect)
        && (toleration.Text("operator") == "Exists" || (toleration.Text("value") ?? "") == value));

    private static IEnumerable<(string Protocol, long Port)> HostPorts(JsonObject pod) => pod.Objects("spec", "containers")
        .SelectMany(container => container.Objects("ports"))
        .Where(port => port.Number("hostPort") is > 0)
        .Select(port => (port.Text("protocol") ?? "TCP", port.Number("hostPort")!.Value));
}
