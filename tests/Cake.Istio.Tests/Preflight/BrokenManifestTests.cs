using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Preflight;
using Cake.Istio.Preflight.Capacity;
using Cake.Istio.Preflight.Checks;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Preflight.Permissions;
using Cake.Istio.Tests.Manifests;

namespace Cake.Istio.Tests.Preflight;

public sealed class BrokenManifestTests
{
    private const string Mesh = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: a, namespace: istio-system}
        spec:
          replicas: 2
          template:
            metadata: {labels: {app: a}}
            spec:
              hostNetwork: false
              securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
              overhead: {cpu: 1m}
              resources: {requests: {cpu: 1}}
              volumes: [{name: v, hostPath: {path: /}}]
              initContainers: [{name: i, restartPolicy: Always, resources: {requests: {cpu: 1m}}}]
              containers: [{name: c, ports: [{hostPort: 1}], securityContext: {privileged: true, capabilities: {add: [NET_ADMIN], drop: [ALL]}}, resources: {requests: {cpu: 1m}, limits: {memory: 1Mi}}}]
        ---
        {apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: istio-system}, spec: {parallelism: 3, template: {spec: {containers: [{name: c}]}}}}
        ---
        {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a, namespace: istio-system}, spec: {minReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: s, namespace: istio-system}, spec: {type: LoadBalancer, ports: [{name: http, port: 80, nodePort: 31380, protocol: TCP}]}}
        ---
        {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: d}, spec: {group: g, scope: Cluster, names: {kind: K, plural: ks}, versions: [{name: v1}]}}
        """;

    [Fact]
    public void Nothing_in_them_stops_the_checks()
    {
        var random = new Random(20240229);
        var parsed = ManifestReader.Parse(Mesh, "mesh.yaml").Objects;
        var quotas = Planned.Objects("{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {requests.cpu: 1, limits.memory: 1, pods: 1}}}");
        var ranges = Planned.Objects("{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, default: {cpu: 1}, max: {memory: 1}, maxLimitRequestRatio: {cpu: 2}}, {type: Pod, min: {cpu: 1}}]}}");
        var dead = new ClusterFacts
        {
            Webhooks = Planned.Objects("{apiVersion: v1, kind: X, metadata: {name: w}, webhooks: [{clientConfig: {service: {namespace: a, name: b}}, rules: [{apiGroups: [\"*\"], apiVersions: [\"*\"], resources: [\"*\"], operations: [\"*\"]}], objectSelector: {matchLabels: {app: a}}}]}"),
            DeadServices = new HashSet<(string, string)> { ("a", "b") },
        };
        for (var i = 0; i < 5_000; i++)
        {
            var objects = parsed.Select(item => item with { Json = item.Json.DeepClone().AsObject() }).ToList();
            var broken = objects[i % objects.Count].Json;
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                BrokenObject.Break(broken, random);
            var plan = objects.Select(item => new PlannedChange(item.Ref, ChangeAction.Created) { Body = item.Json }).ToList();
            try
            {
                CapacityCheck.Check(Demand.Of(plan), [new("n", default, default, 1)]);
                QuotaCheck.Check(new() { Quotas = quotas, LimitRanges = ranges }, plan, "istio-system");
                LimitRangeCheck.Check(new() { LimitRanges = ranges }, plan, "istio-system");
                NodePortsCheck.Check([.. plan.Select(change => change.Body)], plan);
                DefinitionsCheck.Check([.. plan.Select(change => change with { Live = objects[^1].Json })]);
                PermissionNeeds.Of(plan, "istio-system", new(Waits: true, Lists: true, Gets: true));
                LoadBalancerCheck.Check(plan, null, default);
                WebhookBackendsCheck.Check(dead, [.. plan.Select(change => change with { Resource = new ApiResource("", "v1", "X", "xs", true, []) })], "istio-system", []);
                foreach (var pod in plan.Select(change => Demand.PodOf(change.Subject, change.Body)).Where(pod => pod is not null))
                    _ = PodSecurityLevel.Violations(pod!, "restricted").ToList();
            }
            catch (Exception e)
            {
                Assert.Fail($"{KubeJson.ToText(broken)}\n{e}");
            }
        }
    }

    [Theory]
    [InlineData("1e200", 9223372036854775807)]
    [InlineData("16E", 2147483648)]
    [InlineData("-1", -5)]
    public void Amounts_beyond_any_cluster_are_counted_without_an_overflow(string amount, long replicas)
    {
        var demand = Demand.Of(Planned.Created($"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: a}}, spec: {{replicas: {replicas}, template: {{spec: {{containers: [{{name: c, resources: {{requests: {{cpu: {amount}, memory: {amount}}}}}}}]}}}}}}}}"));
        Assert.InRange(CapacityCheck.Check([.. demand, .. demand], [new("n", new(1, 1), new(1, 1), 1)]).Count, 1, 2);
    }
}
