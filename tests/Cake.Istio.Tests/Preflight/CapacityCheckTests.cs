using Cake.Istio.Preflight.Capacity;
using Cake.Istio.Preflight.Checks;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Verification;

namespace Cake.Istio.Tests.Preflight;

public sealed class CapacityCheckTests
{
    private const string Nodes = """
        apiVersion: v1
        kind: Node
        metadata: {name: small}
        status:
          allocatable: {cpu: "2", memory: 2Gi}
          conditions: [{type: Ready, status: "True"}]
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: large}
        status: {allocatable: {cpu: "4", memory: 8Gi}}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: control-plane}
        spec: {taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]}
        status: {allocatable: {cpu: "64", memory: 64Gi}}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: cordoned}
        spec: {unschedulable: true}
        status: {allocatable: {cpu: "64", memory: 64Gi}}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: broken}
        status:
          allocatable: {cpu: "64", memory: 64Gi}
          conditions: [{type: Ready, status: Unknown}]
        """;

    private const string Pods = """
        apiVersion: v1
        kind: Pod
        metadata: {name: busy, namespace: default}
        spec:
          nodeName: large
          containers: [{name: app, resources: {requests: {cpu: 3500m, memory: 1Gi}}}]
        status: {phase: Running}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: ended, namespace: default}
        spec:
          nodeName: large
          containers: [{name: app, resources: {requests: {cpu: "4", memory: 8Gi}}}]
        status: {phase: Succeeded}
        """;

    [Fact]
    public void Room_is_what_pods_leave_of_nodes_that_take_new_ones() =>
        Assert.Equal(["small 2 CPU and 2Gi", "large 0.5 CPU and 7Gi"], Rooms().Select(room => $"{room.Name} {room.Free}"));

    [Fact]
    public void What_fits_passes_with_the_numbers()
    {
        var findings = CapacityCheck.Check(Demand.Of(Planned.Created(Deployment("istiod", 2, "500m", "1Gi"))), Rooms());
        Assert.Equal(
            [
                "2 more pods with requests of 1 CPU and 2Gi; 2 nodes with 2.5 CPU and 9Gi free.",
                "The largest pod, of Deployment istio-system/istiod, requests 0.5 CPU and 1Gi; the node with most memory free, large, has 0.5 CPU and 7Gi.",
            ],
            findings.Select(finding => finding.Title));
        Assert.All(findings, finding => Assert.Equal(FindingStatus.Passed, finding.Status));
    }

    [Fact]
    public void Too_much_in_all_is_a_warning_with_what_each_node_has()
    {
        var finding = CapacityCheck.Check(Demand.Of(Planned.Created(Deployment("istiod", 6, "500m", "1Gi"))), Rooms())[0];
        Assert.Equal((FindingStatus.Warning, "6 more pods with requests of 3 CPU and 6Gi; 2 nodes with 2.5 CPU and 9Gi free, which is too little."), (finding.Status, finding.Title));
        Assert.Equal(["small: 2 CPU and 2Gi free of 2 CPU and 2Gi, 110 places for pods", "large: 0.5 CPU and 7Gi free of 4 CPU and 8Gi, 109 places for pods"], finding.Evidence);
    }

    [Fact]
    public void A_pod_that_fits_on_no_node_is_a_warning_even_where_there_is_enough_in_all()
    {
        var mesh = $"{Deployment("pilot", 1, "1", "4Gi")}\n---\n{Deployment("huge", 1, "100m", "9Gi")}";
        var finding = CapacityCheck.Check(Demand.Of(Planned.Created(mesh)), Rooms())[1];
        Assert.Equal(FindingStatus.Warning, finding.Status);
        Assert.Contains("of Deployment istio-system/huge, requests 0.1 CPU and 9Gi", finding.Title, StringComparison.Ordinal);
        Assert.Equal(
            ["Deployment istio-system/pilot requests 1 CPU and 4Gi per pod", "Deployment istio-system/huge requests 0.1 CPU and 9Gi per pod, more than any node has even when empty"],
            finding.Evidence);
    }

    [Fact]
    public void Only_what_comes_on_top_counts()
    {
        var change = Planned.Changed(Deployment("istiod", 3, "600m", "1Gi"), Deployment("istiod", 2, "500m", "1Gi"));
        var demand = Assert.Single(Demand.Of([change]));
        Assert.Equal((1, new Amount(0.8m, 1024 * 1024 * 1024)), (demand.Pods, demand.More));
        Assert.Contains("nothing more", CapacityCheck.Check(Demand.Of([Planned.Changed(Deployment("istiod", 1, "500m", "1Gi"), Deployment("istiod", 2, "500m", "1Gi"))]), Rooms())[0].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Replicas_are_the_autoscalers_where_the_workload_has_none_and_a_daemon_runs_on_every_node()
    {
        const string Mesh = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: istiod, namespace: istio-system}
            spec: {template: {spec: {containers: [{name: a, resources: {requests: {cpu: 100m}}}]}}}
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: istiod, namespace: istio-system}
            spec: {minReplicas: 4, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: istiod}}
            ---
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: istio-cni-node, namespace: kube-system}
            spec: {template: {spec: {containers: [{name: a, resources: {requests: {cpu: 100m}}}]}}}
            """;
        Assert.StartsWith("6 more pods with requests of 0.6 CPU and 0Mi;", CapacityCheck.Check(Demand.Of(Planned.Created(Mesh)), Rooms())[0].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Small_pods_need_places_too()
    {
        var finding = CapacityCheck.Check(Demand.Of(Planned.Created(Deployment("a", 3, "1m", "1Mi"))), [new("tiny", new(1, 1e9m), new(1, 1e9m), 2)])[0];
        Assert.Equal(FindingStatus.Warning, finding.Status);
        Assert.Contains("and places for 2 pods, which is too little", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void No_node_that_takes_pods_is_a_warning() =>
        Assert.Equal(FindingStatus.Warning, Assert.Single(CapacityCheck.Check(Demand.Of(Planned.Created(Deployment("a", 1, "1", "1Gi"))), [])).Status);

    [Theory]
    [InlineData("{containers: [{resources: {limits: {cpu: 200m, memory: 1Gi}}}]}", "0.2 CPU and 1Gi")]
    [InlineData("{containers: [{resources: {limits: {cpu: 200m}, requests: {cpu: 100m, memory: 64Mi}}}]}", "0.1 CPU and 64Mi")]
    [InlineData("{containers: [{resources: {requests: {cpu: 100m}}}], initContainers: [{resources: {requests: {cpu: 500m}}}]}", "0.5 CPU and 0Mi")]
    [InlineData("{containers: [{resources: {requests: {cpu: 100m}}}], initContainers: [{restartPolicy: Always, resources: {requests: {cpu: 500m}}}]}", "0.6 CPU and 0Mi")]
    [InlineData("{containers: [{}], overhead: {cpu: 250m, memory: 120Mi}}", "0.25 CPU and 120Mi")]
    [InlineData("{resources: {requests: {cpu: 2}}, containers: [{resources: {requests: {cpu: 100m, memory: 64Mi}}}]}", "2 CPU and 64Mi")]
    public void A_pod_requests_what_the_scheduler_sets_aside_for_it(string pod, string amount) =>
        Assert.Equal(amount, PodAmounts.Requests(Planned.Object($"{{apiVersion: v1, kind: Pod, metadata: {{name: a}}, spec: {pod}}}")["spec"]).ToString());

    private static IReadOnlyList<NodeRoom> Rooms() => NodeRoom.Of(Planned.Objects(Nodes), Planned.Objects(Pods).Select(PodSummary.Of));

    private static string Deployment(string name, int replicas, string cpu, string memory) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{name}}, namespace: istio-system}
        spec:
          replicas: {{replicas}}
          template: {spec: {containers: [{name: a, resources: {requests: {cpu: {{cpu}}, memory: {{memory}} } } }] } }
        """;
}
