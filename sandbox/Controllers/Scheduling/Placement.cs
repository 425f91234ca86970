namespace Cake.Istio.Sandbox.Controllers.Scheduling;

/// <summary>Where a Pod goes.</summary>
/// <param name="Node">The node; null when none will do.</param>
/// <param name="Message">Why none will do, as <c>kubectl describe pod</c> shows it.</param>
internal sealed record Placement(string? Node, string Message)
{
    /// <summary>The node with the fewest Pods among those that will do.</summary>
    public static Placement Of(JsonObject pod, IReadOnlyList<JsonObject> nodes, IReadOnlyList<JsonObject> pods)
    {
        var byNode = pods.Where(other => !other.HasEnded()).ToLookup(other => other.NodeName());
        var judged = nodes.Select(node => (Node: node, Bound: byNode[node.Name()].ToArray()))
            .Select(item => (item.Node, item.Bound.Length, Reasons: NodeFilter.Reasons(pod, item.Node, item.Bound))).ToArray();
        var best = judged.Where(item => item.Reasons.Count == 0).OrderBy(item => item.Length).ThenBy(item => item.Node.Name(), StringComparer.Ordinal).FirstOrDefault();
        return best.Node is not null ? new Placement(best.Node.Name(), "") : new Placement(null, Explain(nodes.Count, judged.SelectMany(item => item.Reasons)));
    }

    /// <summary>What is said of a Pod that finds no node for want of a resource.</summary>
    public static string Insufficient(int nodes, string resource) => Explain(nodes, Enumerable.Repeat($"Insufficient {resource}", nodes));

    private static string Explain(int nodes, IEnumerable<string> reasons)
    {
        if (nodes == 0)
            return "no nodes available to schedule pods";
        var counted = reasons.GroupBy(reason => reason, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}").Order(StringComparer.Ordinal).ToArray();
        var helps = Array.Exists(counted, text => text.Contains("Insufficient", StringComparison.Ordinal) || text.Contains("Too many pods", StringComparison.Ordinal));
        var preemption = helps ? "No preemption victims found for incoming pod" : "Preemption is not helpful for scheduling";
        return $"0/{nodes} nodes are available: {string.Join(", ", counted)}. preemption: 0/{nodes} nodes are available: {nodes} {preemption}.";
    }
}
