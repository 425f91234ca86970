using Cake.Istio.Preflight.Checks;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Verification;

namespace Cake.Istio.Tests.Preflight;

public sealed class StrictMtlsCheckTests
{
    private const string Services = """
        apiVersion: v1
        kind: Service
        metadata: {name: db, namespace: shop}
        spec: {clusterIP: None, selector: {app: db}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: cart, namespace: shop}
        spec: {clusterIP: 10.0.0.1, selector: {app: cart}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: external, namespace: shop}
        spec: {clusterIP: None}
        """;

    [Fact]
    public void What_strict_mode_would_break_is_listed_by_namespace_with_names_and_counts()
    {
        var findings = Check(
            Pod("shop", "cart-5f6d-abc", "Deployment", "cart", "[{name: app, readinessProbe: {httpGet: {path: /ready, port: 80}}}, {name: istio-proxy}]"),
            Pod("shop", "cart-5f6d-def", "Deployment", "cart", "[{name: app, readinessProbe: {httpGet: {path: /ready, port: 80}}}, {name: istio-proxy}]"),
            Pod("shop", "db-0", "StatefulSet", "db", "[{name: app, livenessProbe: {httpGet: {path: /app-health/db/livez, port: 15020}}}, {name: istio-proxy}]"),
            Pod("shop", "cron-1", "Job", "cron", "[{name: app}]"),
            Pod("aside", "tool", null, "tool", "[{name: app}]"),
            Pod("istio-system", "istio-ingressgateway-1", "Deployment", "istio-ingressgateway", "[{name: istio-proxy}]"),
            Pod("kube-system", "dns-1", "Deployment", "dns", "[{name: dns}]"));

        Assert.All(findings, finding => Assert.Equal(FindingStatus.Warning, finding.Status));
        Assert.Equal(
            [
                "2 workloads without a sidecar. Those that talk to the 2 with one are refused in strict mode.",
                "1 workload with a sidecar and HTTP probes that nobody rewrites. The kubelet speaks no mutual TLS, so they would fail.",
                "1 headless Service before pods with a sidecar. Their clients choose a pod's address themselves, and older sidecars send plain text there.",
                "1 StatefulSet with a sidecar. Their pods often talk to each other by their own addresses.",
            ],
            findings.Select(finding => finding.Title));
        Assert.Equal(
            ["shop: 1: Job cron", "aside: 1: Pod tool", "shop: 1: Deployment cart", "shop: 1: Service db", "shop: 1: StatefulSet db"],
            findings.SelectMany(finding => finding.Evidence));
    }

    [Fact]
    public void Where_every_workload_has_a_sidecar_and_nothing_is_asked_around_it_all_passes()
    {
        var findings = Check(Pod("shop", "cart-5f6d-abc", "Deployment", "cart", "[{name: app, readinessProbe: {httpGet: {path: /, port: 80, scheme: HTTPS}}}]", "[{name: istio-proxy, restartPolicy: Always}]"));
        Assert.All(findings, finding => Assert.Equal(FindingStatus.Passed, finding.Status));
        Assert.Equal(4, findings.Count);
    }

    [Fact]
    public void Without_any_sidecar_nothing_breaks() =>
        Assert.Contains("breaks nothing", Assert.Single(Check(Pod("shop", "cart", null, "cart", "[{name: app}]"))).Title, StringComparison.Ordinal);

    [Fact]
    public void Many_workloads_stay_readable()
    {
        var plain = Enumerable.Range(0, 40).SelectMany(space => Enumerable.Range(0, 8).Select(i => Pod($"team-{space:00}", $"job-{i}", null, $"job-{i}", "[{name: app}]")));
        var finding = Check([Pod("shop", "cart", null, "cart", "[{name: istio-proxy}]"), .. plain])[0];
        Assert.StartsWith("320 workloads", finding.Title, StringComparison.Ordinal);
        Assert.Equal(11, finding.Evidence.Count);
        Assert.Equal("team-00: 8: Pod job-0, Pod job-1, Pod job-2, Pod job-3, Pod job-4 and 3 more", finding.Evidence[0]);
        Assert.Equal("and 30 more", finding.Evidence[^1]);
    }

    [Fact]
    public void A_workload_whose_pods_will_have_no_sidecar_is_a_plain_client_though_none_is_running()
    {
        var facts = new ClusterFacts
        {
            Pods = [PodSummary.Of(Planned.Object(Pod("shop", "cart-1", "Deployment", "cart", "[{name: istio-proxy}]")))],
            Namespaces = Planned.Objects("{apiVersion: v1, kind: Namespace, metadata: {name: mesh, labels: {istio-injection: enabled}}}"),
            Templates = [.. Planned.Objects(string.Join("\n---\n",
                CronJob("shop", "plain", "{}"), CronJob("shop", "asks", "{sidecar.istio.io/inject: 'true'}"), CronJob("mesh", "injected", "{}"),
                CronJob("mesh", "refuses", "{sidecar.istio.io/inject: 'false'}"), CronJob("shop", "asleep", "{}", suspend: "true"), CronJob("kube-system", "backup", "{}"),
                Idle("Deployment", "shop", "cart", "app"), Idle("Deployment", "shop", "asleep", "app"), Idle("StatefulSet", "shop", "store", "app"), Idle("Deployment", "shop", "own", "istio-proxy"), Idle("Deployment", "mesh", "idle", "app"))).Select(WorkloadTemplate.Of)],
        };

        var finding = StrictMtlsCheck.Check(facts, "istio-system")[0];
        Assert.Equal(FindingStatus.Warning, finding.Status);
        Assert.Equal(["shop: 3: CronJob plain, Deployment asleep, StatefulSet store", "mesh: 1: CronJob refuses"], finding.Evidence);
    }

    private static string Idle(string kind, string ns, string name, string container) =>
        $"{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: {name}, namespace: {ns}}}, spec: {{replicas: 0, template: {{spec: {{containers: [{{name: {container}}}]}}}}}}}}";

    private static string CronJob(string ns, string name, string labels, string suspend = "false") =>
        $"{{apiVersion: batch/v1, kind: CronJob, metadata: {{name: {name}, namespace: {ns}}}, spec: {{suspend: {suspend}, jobTemplate: {{spec: {{template: {{metadata: {{labels: {labels}}}, spec: {{containers: [{{name: app}}]}}}}}}}}}}}}";

    private static IReadOnlyList<Finding> Check(params IEnumerable<string> pods) => StrictMtlsCheck.Check(
        new() { Pods = [.. Planned.Objects(string.Join("\n---\n", pods)).Select(PodSummary.Of)], Services = Planned.Objects(Services) }, "istio-system");

    private static string Pod(string ns, string name, string? kind, string workload, string containers, string initContainers = "[]") => $$"""
        apiVersion: v1
        kind: Pod
        metadata:
          name: {{name}}
          namespace: {{ns}}
          labels: {app: {{workload}}, pod-template-hash: 5f6d}
          ownerReferences: {{(kind is null ? "[]" : kind == "Deployment" ? $"[{{kind: ReplicaSet, name: {workload}-5f6d, controller: true}}]" : $"[{{kind: {kind}, name: {workload}, controller: true}}]")}}
        spec: {containers: {{containers}}, initContainers: {{initContainers}} }
        status: {phase: Running}
        """;
}
