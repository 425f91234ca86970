using System.Text.Json.Nodes;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Readiness;
using Cake.Istio.Reporting;
using Cake.Istio.Verification;

namespace Cake.Istio.Preflight.Checks;

/// <summary>What a mesh that becomes strict would break: everything that reaches a pod with a sidecar by plain text, or around its Service.</summary>
/// <remarks>Source: istio.io, mutual TLS migration, health checking of services, traffic routing of headless services.</remarks>
internal static class StrictMtlsCheck
{
    /// <summary>The id of the finding about workloads without a sidecar.</summary>
    public const string PlainClientsId = "strict-plain-clients";

    /// <summary>The id of the finding about probes.</summary>
    public const string ProbesId = "strict-http-probes";

    /// <summary>The id of the finding about headless Services.</summary>
    public const string HeadlessId = "strict-headless-services";

    /// <summary>The id of the finding about StatefulSets.</summary>
    public const string StatefulSetsId = "strict-stateful-sets";

    private static readonly string[] SystemNamespaces = ["kube-system", "kube-public", "kube-node-lease"];

    /// <summary>Looks at the pods outside of the mesh namespace and at the Services before them.</summary>
    /// <param name="facts">What is in the cluster.</param>
    /// <param name="ns">The mesh namespace.</param>
    public static IReadOnlyList<Finding> Check(ClusterFacts facts, string ns)
    {
        bool IsOutside(string space) => space != ns && !SystemNamespaces.Contains(space, StringComparer.Ordinal);
        var pods = facts.Pods.Where(pod => !pod.IsDone && IsOutside(pod.Namespace)).ToList();
        var meshed = pods.Where(pod => pod.HasSidecar).ToList();
        if (meshed.Count == 0)
            return [Finding.Passed(PlainClientsId, "No workload outside of the mesh namespace has a sidecar yet, so strict mode breaks nothing.")];
        return
        [
            CheckClients([.. Workloads(pods.Where(pod => !pod.HasSidecar)), .. IdleWorkloads(facts, pods).Where(workload => IsOutside(workload.Namespace))], meshed),
            Found(
                ProbesId,
                Workloads(meshed.Where(pod => pod.PlainProbes.Count > 0)),
                "workload",
                " with a sidecar and HTTP probes that nobody rewrites",
                "The kubelet speaks no mutual TLS, so they would fail.",
                "No workload with a sidecar has an HTTP probe that would fail.",
                "Have the injector rewrite them (annotation sidecar.istio.io/rewriteAppHTTPProbers: \"true\", then restart), or use exec probes."),
            Found(
                HeadlessId,
                Headless(facts.Services, meshed),
                "headless Service",
                " before pods with a sidecar",
                "Their clients choose a pod's address themselves, and older sidecars send plain text there.",
                "No headless Service leads to pods with a sidecar.",
                "Give such a Service a DestinationRule with tls mode ISTIO_MUTUAL, or a PERMISSIVE policy for its pods."),
            Found(
                StatefulSetsId,
                Workloads(meshed.Where(pod => pod.Workload.StartsWith("StatefulSet ", StringComparison.Ordinal))),
                "StatefulSet",
                " with a sidecar",
                "Their pods often talk to each other by their own addresses.",
                "No StatefulSet has a sidecar.",
                "Try them on a copy first; a PERMISSIVE policy for their pods keeps plain text working."),
        ];
    }

    private static Finding CheckClients(IEnumerable<(string Namespace, string Name)> clients, List<PodSummary> meshed)
    {
        var inMesh = meshed.Select(pod => pod.Namespace).ToHashSet(StringComparer.Ordinal);
        var plain = clients
            .OrderByDescending(workload => inMesh.Contains(workload.Namespace))
            .ToList();
        var count = Workloads(meshed).Count();
        if (plain.Count == 0)
            return Finding.Passed(PlainClientsId, $"{Counted.Of(count, "workload")} outside of the mesh namespace, each with a sidecar.");
        return Finding.Warning(
            PlainClientsId,
            $"{Counted.Of(plain.Count, "workload")} without a sidecar. Those that talk to the {count} with one are refused in strict mode.",
            $"Give them one (kubectl label namespace {plain[0].Namespace} istio-injection=enabled, then restart), or a PERMISSIVE policy to what they talk to.",
            PerNamespace(plain));
    }

    // What has no pod now, such as a CronJob or a Deployment of 0 replicas, gets a sidecar or none by what the injector goes by.
    private static IEnumerable<(string Namespace, string Name)> IdleWorkloads(ClusterFacts facts, IEnumerable<PodSummary> pods)
    {
        var running = Workloads(pods).ToHashSet();
        var injected = facts.Namespaces
            .Where(space => space.Text("metadata", "labels", "istio-injection") == "enabled" || (space.Text("metadata", "labels", "istio-injection") is null && space.Text("metadata", "labels", "istio.io/rev") is not null))
            .Select(space => space.Name())
            .ToHashSet(StringComparer.Ordinal);
        return from template in facts.Templates
               let isInjected = template.Inject is null ? injected.Contains(template.Namespace) : template.Inject == "true"
               where !template.IsSuspended && !isInjected && !template.HasSidecar && !running.Contains((template.Namespace, template.Workload))
               orderby template.Namespace, template.Workload
               select (template.Namespace, template.Workload);
    }

    private static Finding Found(string id, IEnumerable<(string Namespace, string Name)> items, string noun, string rest, string effect, string none, string hint)
    {
        var all = items.ToList();
        return all.Count == 0 ? Finding.Passed(id, none) : Finding.Warning(id, $"{Counted.Of(all.Count, noun, rest)}. {effect}", hint, PerNamespace(all));
    }

    private static IEnumerable<(string Namespace, string Name)> Workloads(IEnumerable<PodSummary> pods) =>
        pods.Select(pod => (pod.Namespace, pod.Workload)).Distinct().OrderBy(workload => workload);

    private static IEnumerable<(string Namespace, string Name)> Headless(IReadOnlyList<JsonObject> services, List<PodSummary> meshed) =>
        from service in services
        where service.Text("spec", "clusterIP") == "None" && service.At("spec", "selector") is JsonObject { Count: > 0 }
        let ns = service.Text("metadata", "namespace")
        let selector = (JsonObject)service.At("spec", "selector")!
        where meshed.Exists(pod => pod.Namespace == ns && selector.All(label => pod.Labels.GetValueOrDefault(label.Key) == (string?)label.Value))
        select (ns, $"Service {service.Name()}");

    private static IReadOnlyList<string> PerNamespace(IEnumerable<(string Namespace, string Name)> items) =>
        items.GroupBy(item => item.Namespace, StringComparer.Ordinal).Select(space => $"{space.Key}: {space.Count()}: {space.Select(item => item.Name).ToBoundedList()}").ToBounded();
}
