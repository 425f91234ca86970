using Cake.Istio.Apply;
using Cake.Istio.Preflight.Checks;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Settings;
using Cake.Istio.Verification;

namespace Cake.Istio.Tests.Preflight;

public sealed class SurroundingsCheckTests
{
    private const string Gateway = """
        apiVersion: v1
        kind: Service
        metadata: {name: istio-ingressgateway, namespace: istio-system}
        spec: {type: LoadBalancer, ports: [{name: http2, port: 80, nodePort: 31380}, {name: https, port: 443, nodePort: 31390}, {name: tls, port: 15443}]}
        """;

    [Fact]
    public void A_node_port_that_is_taken_names_the_Service_that_has_it()
    {
        var services = Planned.Objects("""
            apiVersion: v1
            kind: Service
            metadata: {name: shop, namespace: default}
            spec: {type: NodePort, ports: [{port: 8080, nodePort: 31380, protocol: TCP}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: dns, namespace: default}
            spec: {type: NodePort, ports: [{port: 53, nodePort: 31390, protocol: UDP}]}
            """);
        var finding = NodePortsCheck.Check(services, Planned.Created(Gateway));
        Assert.Equal((FindingStatus.Warning, "Taken by other Services: 1 of the 2 node ports that the release fixes."), (finding.Status, finding.Title));
        Assert.Equal(["31380/TCP, http2 of Service istio-system/istio-ingressgateway, is taken by Service default/shop for its port 8080"], finding.Evidence);
        Assert.Contains("kubectl edit service shop -n default", finding.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_port_that_the_Service_itself_has_is_free() =>
        Assert.Equal(FindingStatus.Passed, NodePortsCheck.Check(Planned.Objects(Gateway), Planned.Created(Gateway)).Status);

    [Fact]
    public void A_quota_that_is_too_small_says_in_which_points_and_by_how_much()
    {
        var quotas = Planned.Objects("""
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: team, namespace: istio-system}
            spec: {hard: {requests.cpu: "1", limits.memory: 1Gi, pods: "10", services.nodeports: "2", count/deployments.apps: "1"}}
            status: {used: {requests.cpu: 600m, pods: "3"}}
            ---
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: scoped, namespace: istio-system}
            spec: {hard: {pods: "0"}, scopes: [BestEffort]}
            """);
        var finding = QuotaCheck.Check(new() { Quotas = quotas }, Planned.Created($$"""
            {{Gateway}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: istiod, namespace: istio-system}
            spec: {replicas: 2, template: {spec: {containers: [{name: a, resources: {requests: {cpu: 250m}, limits: {memory: 600Mi} } }] } } }
            """), "istio-system");
        Assert.Equal(FindingStatus.Warning, finding.Status);
        Assert.Equal(
            [
                "requests.cpu of team: 0.6 of 1 used, 0.5 more wanted",
                "limits.memory of team: 0Mi of 1024Mi used, 1200Mi more wanted",
                "services.nodeports of team: 0 of 2 used, 3 more wanted",
            ],
            finding.Evidence);
        Assert.Equal(FindingStatus.Passed, QuotaCheck.Check(new(), Planned.Created(Gateway), "istio-system").Status);
    }

    [Fact]
    public void A_quota_on_requests_refuses_containers_without_unless_a_limit_range_gives_them_some()
    {
        var facts = new ClusterFacts { Quotas = Planned.Objects("{apiVersion: v1, kind: ResourceQuota, metadata: {name: team, namespace: istio-system}, spec: {hard: {requests.cpu: 10, limits.memory: 10Gi, pods: 9}}}") };
        var changes = Planned.Created("{apiVersion: apps/v1, kind: Deployment, metadata: {name: grafana, namespace: istio-system}, spec: {template: {spec: {containers: [{name: a, resources: {limits: {cpu: 1}}}]}}}}");
        var finding = QuotaCheck.Check(facts, changes, "istio-system");
        Assert.Equal(FindingStatus.Warning, finding.Status);
        Assert.Equal(["limits.memory: 1 workload with a container that has no limits.memory: grafana"], finding.Evidence);
        var ranges = Planned.Objects("{apiVersion: v1, kind: LimitRange, metadata: {name: a, namespace: istio-system}, spec: {limits: [{type: Container, default: {memory: 1Gi}}]}}");
        Assert.Equal(FindingStatus.Passed, QuotaCheck.Check(facts with { LimitRanges = ranges }, changes, "istio-system").Status);
    }

    [Theory]
    [InlineData("scopes: [NotTerminating]", 2)]
    [InlineData("scopes: [Terminating]", 0)]
    [InlineData("scopes: [BestEffort]", 1)]
    [InlineData("scopes: [NotBestEffort]", 1)]
    [InlineData("scopes: [NotTerminating, BestEffort]", 1)]
    [InlineData("scopes: [PriorityClass]", 1)]
    [InlineData("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high]}]}", 1)]
    [InlineData("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: NotIn, values: [high]}]}", 1)]
    [InlineData("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: DoesNotExist}]}", 1)]
    [InlineData("scopes: [CrossNamespacePodAffinity]", 0)]
    [InlineData("scopes: [VolumeAttributesClass]", 0)]
    public void A_quota_with_scopes_counts_the_pods_whose_template_is_within(string scope, int pods)
    {
        var quotas = Planned.Objects($"{{apiVersion: v1, kind: ResourceQuota, metadata: {{name: team, namespace: istio-system}}, spec: {{hard: {{pods: 0, count/deployments.apps: 0}}, {scope}}}}}");
        var finding = QuotaCheck.Check(new() { Quotas = quotas }, Planned.Created("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: a, namespace: istio-system}
            spec: {template: {spec: {priorityClassName: high, containers: [{name: a, resources: {requests: {cpu: 1m}}}]}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: b, namespace: istio-system}
            spec: {template: {spec: {containers: [{name: b}]}}}
            """), "istio-system");
        Assert.Equal(pods == 0 ? [] : [$"pods of team: 0 of 0 used, {pods} more wanted"], finding.Evidence);
    }

    [Fact]
    public void A_limit_range_gives_containers_defaults_that_count_and_refuses_those_beyond_it()
    {
        var facts = new ClusterFacts
        {
            Quotas = Planned.Objects("{apiVersion: v1, kind: ResourceQuota, metadata: {name: team, namespace: istio-system}, spec: {hard: {requests.cpu: 1, limits.memory: 1Gi}}}"),
            LimitRanges = Planned.Objects("{apiVersion: v1, kind: LimitRange, metadata: {name: a, namespace: istio-system}, spec: {limits: [{type: Container, default: {memory: 600Mi}, defaultRequest: {cpu: 700m}, min: {cpu: 200m}, max: {memory: 800Mi}}, {type: Pod, max: {memory: 1Gi}}]}}"),
        };
        var changes = Planned.Created("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: a, namespace: istio-system}
            spec: {template: {spec: {containers: [{name: a}, {name: b, resources: {requests: {cpu: 100m}, limits: {memory: 900Mi}}}]}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: b, namespace: istio-system}
            spec: {template: {spec: {containers: [{name: c}]}}}
            """);
        Assert.Equal(["requests.cpu of team: 0 of 1 used, 1.5 more wanted", "limits.memory of team: 0Mi of 1024Mi used, 2100Mi more wanted"], QuotaCheck.Check(facts, changes, "istio-system").Evidence);
        var limits = LimitRangeCheck.Check(facts, changes, "istio-system");
        Assert.Equal(FindingStatus.Warning, limits.Status);
        Assert.Equal(["Deployment istio-system/a: container b: less cpu than the minimum of 200m, container b: more memory than the maximum of 800Mi, the pod: more memory than the maximum of 1Gi"], limits.Evidence);
        Assert.Equal(FindingStatus.Passed, LimitRangeCheck.Check(new(), changes, "istio-system").Status);
    }

    [Fact]
    public void Pod_Security_names_the_workloads_that_a_level_refuses_and_why()
    {
        var changes = Planned.Created("""
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: node-agent, namespace: istio-system}
            spec: {template: {spec: {hostNetwork: true, volumes: [{name: a, hostPath: {path: /}}], containers: [{name: a, securityContext: {privileged: true, capabilities: {add: [NET_ADMIN, CHOWN]}}}]}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: istiod, namespace: istio-system}
            spec: {template: {spec: {containers: [{name: a, securityContext: {allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}}]}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: grafana, namespace: istio-system}
            spec: {template: {spec: {containers: [{name: a}]}}}
            """);
        var baseline = PodSecurityCheck.Check(Namespaces("istio-system", "pod-security.kubernetes.io/enforce: baseline"), changes, "istio-system");
        Assert.Equal(["DaemonSet istio-system/node-agent: hostNetwork, hostPath volumes, privileged, capability NET_ADMIN"], baseline.Evidence);
        Assert.Contains("kubectl label namespace istio-system pod-security.kubernetes.io/enforce=privileged", baseline.Hint, StringComparison.Ordinal);

        var restricted = PodSecurityCheck.Check(Namespaces("istio-system", "pod-security.kubernetes.io/enforce: restricted"), changes, "istio-system");
        Assert.Equal(2, restricted.Evidence.Count);
        Assert.Equal("Deployment istio-system/grafana: allowPrivilegeEscalation is not false, capabilities are not dropped, runAsNonRoot is not true, seccompProfile is not set", restricted.Evidence[1]);
        Assert.Equal(FindingStatus.Passed, PodSecurityCheck.Check([], changes, "istio-system").Status);
    }

    [Fact]
    public void Pod_Security_also_speaks_of_namespaces_with_injection_unless_the_CNI_plugin_comes_along()
    {
        var namespaces = Namespaces("shop", "{istio-injection: enabled, pod-security.kubernetes.io/enforce: restricted}");
        var finding = PodSecurityCheck.Check(namespaces, Planned.Created(Gateway), "istio-system");
        Assert.Equal(["namespace shop enforces restricted: istio-init needs NET_ADMIN and NET_RAW"], finding.Evidence);
        Assert.Equal(FindingStatus.Passed, PodSecurityCheck.Check(namespaces, Planned.Created("{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: istio-cni-node, namespace: kube-system}}"), "istio-system").Status);
    }

    [Theory]
    [InlineData(GatewayPolicy.Auto, FindingStatus.Warning, "NodePort")]
    [InlineData(GatewayPolicy.Fail, FindingStatus.Warning, "going to fail")]
    [InlineData(GatewayPolicy.Keep, FindingStatus.Warning, "stays pending")]
    [InlineData(GatewayPolicy.NodePort, FindingStatus.Passed, null)]
    public void Without_a_load_balancer_provider_the_way_on_depends_on_the_gateway_option(GatewayPolicy policy, FindingStatus status, string? hint)
    {
        var finding = LoadBalancerCheck.Check(Planned.Created(Gateway), null, policy);
        Assert.Equal(status, finding.Status);
        Assert.Contains(hint ?? "", finding.Hint ?? "", StringComparison.Ordinal);
        Assert.Contains("MetalLB", LoadBalancerCheck.Check(Planned.Created(Gateway), new("MetalLB", "DaemonSet speaker exists"), GatewayPolicy.Auto).Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cake-istio-gateway", "NodePort", GatewayPolicy.Auto, false, FindingStatus.Passed, "Service istio-system/istio-ingressgateway stays of type NodePort, which cake-istio-gateway has set.")]
    [InlineData("cake-istio-gateway", "NodePort", GatewayPolicy.Fail, false, FindingStatus.Warning, "Nothing in this cluster was found")]
    [InlineData("cake-istio-gateway", "NodePort", GatewayPolicy.Auto, true, FindingStatus.Passed, "MetalLB gives")]
    [InlineData("cake-istio-gateway", "LoadBalancer", GatewayPolicy.Auto, false, FindingStatus.Warning, "Nothing in this cluster was found")]
    [InlineData("cake-istio-gateway", "NodePort", GatewayPolicy.NodePort, false, FindingStatus.Passed, "No load balancer is needed")]
    [InlineData("kubectl-edit", "NodePort", GatewayPolicy.Fail, false, FindingStatus.Passed, "stays of type NodePort, which kubectl-edit has set.")]
    public void A_type_that_the_plan_leaves_to_its_holder_is_not_one_that_the_release_lacks(string holder, string type, GatewayPolicy policy, bool hasProvider, FindingStatus status, string title)
    {
        var change = Planned.Created(Gateway)[0] with { Live = Planned.Object(Gateway), Released = [new(".spec.type", holder, "")] };
        change.Live["spec"]!["type"] = type;
        change.Body["spec"]!.AsObject().Remove("type");
        var finding = LoadBalancerCheck.Check([change], hasProvider ? new("MetalLB", "DaemonSet speaker exists") : null, policy);
        Assert.Equal(status, finding.Status);
        Assert.Contains(title, finding.Title, StringComparison.Ordinal);
        Assert.Equal("The release has no Service of type LoadBalancer.", LoadBalancerCheck.Check([change with { Released = [] }], null, policy).Title);
    }

    [Theory]
    [InlineData("admission webhook \"policy.example.com\" denied the request: images come from registry.example.com", FindingStatus.Warning)]
    [InlineData("services \"a\" is forbidden: User \"jane\" cannot create resource \"services\" in API group \"\" in the namespace \"istio-system\"", FindingStatus.Passed)]
    [InlineData("user \"jane\" (groups=[]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\"]}", FindingStatus.Passed)]
    public void A_policy_that_forbids_a_dry_run_is_named(string message, FindingStatus status)
    {
        var finding = DryRunsCheck.Check([Planned.Created(Gateway)[0] with { Denial = new(403, "Forbidden", message, [], null) }]);
        Assert.Equal(status, finding.Status);
        if (status == FindingStatus.Warning)
            Assert.Equal([$"Service istio-system/istio-ingressgateway: {message}"], finding.Evidence);
    }

    [Fact]
    public void A_refused_node_port_says_how_to_find_its_Service() => Assert.Contains(
        "grep 31380",
        Refusal.Of(new(422, "Invalid", "Service \"a\" is invalid: spec.ports[0].nodePort: Invalid value: 31380: provided port is already allocated", [], null), exists: false).Hint,
        StringComparison.Ordinal);

    [Fact]
    public void What_cannot_be_listed_is_named()
    {
        Assert.Contains("may not list nodes, pods", VisibilityCheck.Check(new() { Hidden = ["nodes", "pods"] }).Title, StringComparison.Ordinal);
        Assert.Equal(FindingStatus.Passed, VisibilityCheck.Check(new()).Status);
    }

    private static IReadOnlyList<System.Text.Json.Nodes.JsonObject> Namespaces(string name, string labels) =>
        Planned.Objects($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {name}, labels: {(labels[0] == '{' ? labels : $"{{{labels}}}")}}}}}");
}
