namespace Cake.Istio.Sandbox.Tables;

/// <summary>Namespaces, nodes, events, configuration and what keeps them.</summary>
internal static class ClusterTables
{
    private const string NodeRole = "node-role.kubernetes.io/";

    /// <summary>The printers by kind.</summary>
    public static IEnumerable<KeyValuePair<string, TablePrinter>> Printers { get; } =
    [
        new("Namespace", TablePrinter.Of("Name,Status,Age", (value, now) => [value.Name(), value.Text("status", "phase"), value.Age(now)])),
        new("Node", TablePrinter.Of("Name,Status,Roles,Age,Version,Internal-IP*,External-IP*,OS-Image*,Kernel-Version*,Container-Runtime*", (value, now) =>
        [
            value.Name(), NodeStatus(value), Roles(value), value.Age(now), value.Text("status", "nodeInfo", "kubeletVersion"), Address(value, "InternalIP"),
            Address(value, "ExternalIP"), value.Or("<unknown>", "status", "nodeInfo", "osImage"), Kernel(value),
            value.Or("<unknown>", "status", "nodeInfo", "containerRuntimeVersion"),
        ])),
        new("Event", TablePrinter.Of("Last Seen,Type,Reason,Object,Subobject*,Source*,Message,First Seen*,Count*,Name*", (value, now) =>
        [
            LastSeen(value, now), value.Text("type"), value.Text("reason"), Regarding(value), value.Text("involvedObject", "fieldPath") ?? "", Source(value),
            value.Text("message")?.Trim(), FirstSeen(value, now), Occurrences(value), value.Name(),
        ])),
        new("ConfigMap", TablePrinter.Of("Name,Data,Age", (value, now) => [value.Name(), Fields(value, "data") + Fields(value, "binaryData"), value.Age(now)])),
        new("Secret", TablePrinter.Of("Name,Type,Data,Age", (value, now) => [value.Name(), value.Text("type"), Fields(value, "data"), value.Age(now)])),
        new("ServiceAccount", TablePrinter.Of("Name,Age", (value, now) => [value.Name(), value.Age(now)])),
        new("ResourceQuota", TablePrinter.Of("Name,Request,Limit,Age", (value, now) => [value.Name(), Quota(value, false), Quota(value, true), value.Age(now)])),
        new("Lease", TablePrinter.Of("Name,Holder,Age", (value, now) => [value.Name(), value.Text("spec", "holderIdentity") ?? "", value.Age(now)])),
        new("PriorityClass", TablePrinter.Of("Name,Value#,Global-Default?,Age,PreemptionPolicy", (value, now) =>
        [
            value.Name(), value.Number("value"), value.Flag("globalDefault") ?? false, value.Age(now), value.Text("preemptionPolicy"),
        ])),
        new("RuntimeClass", TablePrinter.Of("Name,Handler,Age", (value, now) => [value.Name(), value.Text("handler"), value.Age(now)])),
        new("APIService", TablePrinter.Of("Name,Service,Available,Age", (value, now) =>
        [
            value.Name(),
            value.Text("spec", "service", "name") is { } name ? $"{value.Text("spec", "service", "namespace")}/{name}" : "Local",
            Available(value.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Available")), value.Age(now),
        ])),
        new("ComponentStatus", TablePrinter.Of("Name,Status,Message,Error", (value, _) => [value.Name(), "Unknown", "", ""])),
    ];

    private static int Fields(JsonObject value, string name) => (value[name] as JsonObject)?.Count ?? 0;

    private static string NodeStatus(JsonObject node)
    {
        var ready = node.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == "Ready");
        var status = ready is null ? "Unknown" : ready.Text("status") == "True" ? "Ready" : "NotReady";
        return node.Flag("spec", "unschedulable") == true ? $"{status},SchedulingDisabled" : status;
    }

    private static string Roles(JsonObject node)
    {
        var roles = node.Labels().Select(label => label switch
        {
            { Key: "kubernetes.io/role", Value.Length: > 0 } => label.Value,
            { Key: var key } when key.StartsWith(NodeRole, StringComparison.Ordinal) && key.Length > NodeRole.Length => key[NodeRole.Length..],
            _ => null,
        });
        return CellText.Joined(roles.OfType<string>().Distinct().Order(StringComparer.Ordinal));
    }

    private static string Address(JsonObject node, string type) =>
        node.Objects("status", "addresses").FirstOrDefault(address => address.Text("type") == type).OrNone("address");

    private static string Kernel(JsonObject node) => node.Or("<unknown>", "status", "nodeInfo", "kernelVersion")
        + (node.Text("status", "nodeInfo", "architecture") is { Length: > 0 } architecture ? $" ({architecture})" : "");

    private static string Available(JsonObject? condition) => condition is null ? "Unknown"
        : condition.Text("status") != "True" && condition.Text("reason") is { Length: > 0 } reason ? $"{condition.Text("status")} ({reason})" : condition.Or("", "status");

    private static long Occurrences(JsonObject value) => value.At("series") is { } series ? series.Number("count") ?? 0 : value.Number("count") is > 0 and { } count ? count : 1;

    private static string LastSeen(JsonObject value, DateTimeOffset now)
    {
        if (value.At("series", "lastObservedTime") is not null)
            return value.Since(now, "series", "lastObservedTime");
        return value.At("lastTimestamp") is not null ? value.Since(now, "lastTimestamp") : FirstSeen(value, now);
    }

    private static string FirstSeen(JsonObject value, DateTimeOffset now) =>
        value.At("firstTimestamp") is not null ? value.Since(now, "firstTimestamp") : value.Since(now, "eventTime");

    private static string Regarding(JsonObject value) => value.Text("involvedObject", "name") is { Length: > 0 } name
        ? $"{value.Text("involvedObject", "kind")?.ToLowerInvariant()}/{name}"
        : value.Text("involvedObject", "kind")?.ToLowerInvariant() ?? "";

    private static string Source(JsonObject value)
    {
        var component = value.Text("source", "component") is { Length: > 0 } own ? own : value.Text("reportingComponent") ?? "";
        var host = value.Text("source", "host") is { Length: > 0 } name ? name : value.Text("reportingInstance");
        return string.IsNullOrEmpty(host) ? component : $"{component}, {host}";
    }

    private static string Quota(JsonObject quota, bool limits) => string.Join(", ", quota.Map("status", "hard")
        .Where(entry => entry.Key.StartsWith("limits", StringComparison.Ordinal) == limits)
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => $"{entry.Key}: {quota.Or("0", "status", "used", entry.Key)}/{entry.Value}"));
}
