namespace Cake.Istio.Sandbox.Controllers.Nodes;

/// <summary>The taints that say why a node takes no Pods.</summary>
internal static class NodeTaints
{
    private const string Prefix = "node.kubernetes.io/";
    private const string NotReady = Prefix + "not-ready";

    private static readonly (string Condition, string Status, string Taint)[] OfConditions =
    [
        ("Ready", "False", NotReady),
        ("Ready", "Unknown", Prefix + "unreachable"),
        ("MemoryPressure", "True", Prefix + "memory-pressure"),
        ("DiskPressure", "True", Prefix + "disk-pressure"),
        ("NetworkUnavailable", "True", Prefix + "network-unavailable"),
        ("PIDPressure", "True", Prefix + "pid-pressure"),
    ];

    /// <summary>A new node with the taint that it keeps until it is ready (the admission plug-in NodeTaint).</summary>
    public static JsonObject Begin(JsonObject node) => node.Objects("spec", "taints").Any(taint => taint.Text("key") == NotReady && taint.Text("effect") == "NoSchedule")
        ? node
        : With(node, node.Objects("spec", "taints").Append(New(NotReady)));

    /// <summary>The node with the taints that its conditions call for (doNoScheduleTaintingPass); null when it has them.</summary>
    public static JsonObject? Renew(JsonObject node, DateTimeOffset now)
    {
        var wanted = OfConditions.Where(item => Condition.Find(node["status"], item.Condition)?.Text("status") == item.Status).Select(item => item.Taint).ToList();
        if (node.Flag("spec", "unschedulable") == true)
            wanted.Add(Prefix + "unschedulable");
        // A node of which no kubelet has ever said anything stays as it began.
        var isSilent = Condition.Find(node["status"], "Ready") is null;
        var (own, others) = (node.Objects("spec", "taints").Where(IsOwn).ToList(), node.Objects("spec", "taints").Where(taint => !IsOwn(taint)));
        if (own.Select(taint => taint.Text("key")!).ToHashSet().SetEquals(wanted))
            return null;
        var added = wanted.Except(own.Select(taint => taint.Text("key")!)).Select(New).ToList();
        foreach (var taint in added)
            taint["timeAdded"] = now.Stamp();
        return With(node, [.. others, .. own.Where(taint => wanted.Contains(taint.Text("key")!)), .. added]);

        bool IsOwn(JsonObject taint) => taint.Text("effect") == "NoSchedule" && !(isSilent && taint.Text("key") == NotReady)
            && (taint.Text("key") == Prefix + "unschedulable" || OfConditions.Any(item => item.Taint == taint.Text("key")));
    }

    private static JsonObject New(string key) => new() { ["key"] = key, ["effect"] = "NoSchedule" };

    private static JsonObject With(JsonObject node, IEnumerable<JsonObject> taints)
    {
        var next = node.DeepClone().AsObject();
        next.Child("spec").Remove("taints");
        if (taints.Select(taint => taint.DeepClone()).ToArray() is { Length: > 0 } all)
            next.Child("spec")["taints"] = new JsonArray(all);
        return next;
    }
}
