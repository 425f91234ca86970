namespace Cake.Istio.Sandbox.Controllers.Pods;

/// <summary>Gives Pods addresses from their node's <c>spec.podCIDR</c>, a /24 as usual.</summary>
internal sealed class PodAddresses(IClusterState state)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);

    /// <summary>The address of a node.</summary>
    public string Host(string node) =>
        state.Get(Resources.Nodes, null, node).Objects("status", "addresses").FirstOrDefault(address => address.Text("type") == "InternalIP").Text("address") ?? "192.0.2.1";

    /// <summary>An address for a Pod on a node: its own if it has one, the node's for <c>hostNetwork</c>, else the next that no Pod has.</summary>
    public string Assign(JsonObject pod, string node)
    {
        if (pod.Text("status", "podIP") is { } own)
            return own;
        if (pod.Flag("spec", "hostNetwork") == true)
            return Host(node);
        var prefix = (state.Get(Resources.Nodes, null, node).Text("spec", "podCIDR") ?? "10.244.255.0/24").Split('/')[0];
        prefix = prefix[..(prefix.LastIndexOf('.') + 1)];
        lock (_lock)
        {
            var used = state.List(Resources.Pods).Where(item => !item.HasEnded()).Select(item => item.Text("status", "podIP")).ToHashSet(StringComparer.Ordinal);
            var next = _last.GetValueOrDefault(node, 1);
            for (var step = 0; step < 253; step++)
            {
                next = next >= 254 ? 2 : next + 1;
                if (!used.Contains($"{prefix}{next}"))
                    break;
            }
            _last[node] = next;
            return $"{prefix}{next}";
        }
    }
}
