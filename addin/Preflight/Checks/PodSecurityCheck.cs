using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Preflight.Capacity;
using Cake.Istio.Readiness;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>Whether Pod Security labels let the mesh's pods in, and the injected ones of its users.</summary>
internal static class PodSecurityCheck
{
    /// <summary>The finding's id.</summary>
    public const string Id = "pod-security";

    private const string Enforce = "pod-security.kubernetes.io/enforce";

    /// <summary>Looks at the labels of the mesh namespace and of those with injection.</summary>
    /// <param name="namespaces">The live namespaces.</param>
    /// <param name="changes">The plan.</param>
    /// <param name="ns">The mesh namespace.</param>
    public static Finding Check(IReadOnlyList<JsonObject> namespaces, IReadOnlyList<PlannedChange> changes, string ns)
    {
        var enforced = changes.FirstOrDefault(change => change.Subject is { Group: "", Kind: "Namespace" } && change.Subject.Name == ns)?.Body.Text("metadata", "labels", Enforce)
            ?? namespaces.FirstOrDefault(live => live.Name() == ns).Text("metadata", "labels", Enforce);
        var refused = Refused(changes, ns, enforced).ToList();
        var injected = changes.Any(change => change.Subject is { Kind: "DaemonSet", Name: "istio-cni-node" })
            ? []
            : namespaces.Where(live => live.Name() != ns && IsInjected(live) && live.Text("metadata", "labels", Enforce) is "baseline" or "restricted").ToList();
        if (refused.Count == 0 && injected.Count == 0)
            return Finding.Passed(Id, enforced is null ? $"Namespace {ns} enforces no Pod Security level." : $"Every pod of the plan meets the Pod Security level {enforced} that namespace {ns} enforces.");
        var told = refused.Count > 0
            ? $"Namespace {ns} enforces the Pod Security level {enforced}, which is too strict for {Counted.Of(refused.Count, "workload")}."
            : $"{Counted.Of(injected.Count, "namespace")} with injection and a Pod Security level that an injected pod's istio-init does not meet.";
        return Finding.Warning(
            Id,
            told,
            refused.Count > 0
                ? $"Allow them: kubectl label namespace {ns} {Enforce}=privileged --overwrite"
                : "Use the Istio CNI plugin, which needs no istio-init, or allow NET_ADMIN and NET_RAW there.",
            [.. refused.ToBounded(), .. injected.Select(live => $"namespace {live.Name()} enforces {live.Text("metadata", "labels", Enforce)}: istio-init needs NET_ADMIN and NET_RAW").ToBounded()]);
    }

    private static IEnumerable<string> Refused(IReadOnlyList<PlannedChange> changes, string ns, string? level) =>
        from change in changes
        where change.IsWrite && change.Action != ChangeAction.Deleted && change.Subject.Namespace == ns
        let pod = Demand.PodOf(change.Subject, change.Body)
        where pod is not null
        let reasons = PodSecurityLevel.Violations(pod, level).Distinct(StringComparer.Ordinal).ToList()
        where reasons.Count > 0
        select $"{change.Subject}: {reasons.ToBoundedList(4)}";

    private static bool IsInjected(JsonObject ns) =>
        ns.Text("metadata", "labels", "istio-injection") == "enabled" || ns.Text("metadata", "labels", "istio.io/rev") is not null;
}
