using Cake.Istio.Manifests;

namespace Cake.Istio.Tests.Manifests.Upgrade;

/// <summary>Kinds whose shape or meaning changed in a few fields.</summary>
public sealed class SmallUpgradeTests
{
    [Theory]
    [InlineData("{minAvailable: 1, selector: {}}", "{minAvailable: 1}")]
    [InlineData("{minAvailable: 1, selector: {matchLabels: {}, matchExpressions: []}}", "{minAvailable: 1}")]
    [InlineData("{minAvailable: 1}", "{minAvailable: 1}")]
    [InlineData("{maxUnavailable: 50%, selector: {matchLabels: {a: b}}}", "{maxUnavailable: 50%, selector: {matchLabels: {a: b}}}")]
    public void An_empty_selector_of_a_budget_goes_on_matching_nothing(string old, string current) => Upgraded.Becomes(
        $"apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {{name: b}}\nspec: {old}\n",
        $"apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{name: b}}\nspec: {current}\n");

    [Fact]
    public void A_webhook_keeps_what_v1beta1_had_by_default() => Upgraded.Becomes(
        """
        apiVersion: admissionregistration.k8s.io/v1beta1
        kind: MutatingWebhookConfiguration
        metadata: {name: w}
        webhooks:
        - {name: a.b.c, clientConfig: {caBundle: "", service: {name: s, namespace: ns}}, rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}]}
        - {name: d.e.f, failurePolicy: Fail, matchPolicy: Equivalent, timeoutSeconds: 5, sideEffects: NoneOnDryRun, admissionReviewVersions: [v1, v1beta1], clientConfig: {url: "https://x"}}
        - {name: g.h.i, failurePolicy: Fail, matchPolicy: Exact, timeoutSeconds: 30, sideEffects: Some, admissionReviewVersions: [], clientConfig: {url: "https://x"}}
        """,
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: w}
        webhooks:
        - name: a.b.c
          clientConfig: {caBundle: "", service: {name: s, namespace: ns}}
          rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}]
          failurePolicy: Ignore
          matchPolicy: Exact
          timeoutSeconds: 30
          sideEffects: None
          admissionReviewVersions: [v1beta1]
        - {name: d.e.f, failurePolicy: Fail, matchPolicy: Equivalent, timeoutSeconds: 5, sideEffects: NoneOnDryRun, admissionReviewVersions: [v1, v1beta1], clientConfig: {url: "https://x"}}
        - {name: g.h.i, failurePolicy: Fail, matchPolicy: Exact, timeoutSeconds: 30, sideEffects: None, admissionReviewVersions: [v1beta1], clientConfig: {url: "https://x"}}
        """);

    [Fact]
    public void A_webhook_says_what_was_written_out() => Assert.Equal(
        [
            "Webhook a.b.c: failurePolicy Ignore, matchPolicy Exact, timeoutSeconds 30, as by default in v1beta1.",
            "Webhook a.b.c: sideEffects None instead of Unknown, which v1 does not take.",
            "Webhook a.b.c: admissionReviewVersions v1beta1, the only version that it can know.",
        ],
        Upgraded.Notes("apiVersion: admissionregistration.k8s.io/v1beta1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: w}\nwebhooks: [{name: a.b.c}]\n"));

    [Fact]
    public void Bindings_name_their_groups() => Upgraded.Becomes(
        """
        apiVersion: rbac.authorization.k8s.io/v1alpha1
        kind: ClusterRoleBinding
        metadata: {name: b}
        roleRef: {kind: ClusterRole, name: r}
        subjects:
        - {kind: User, name: u, apiVersion: rbac.authorization.k8s.io/v1alpha1}
        - {kind: User, name: "*"}
        - {kind: ServiceAccount, name: s, namespace: ns, apiVersion: v1}
        """,
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: b}
        roleRef: {kind: ClusterRole, name: r, apiGroup: rbac.authorization.k8s.io}
        subjects:
        - {kind: User, name: u, apiGroup: rbac.authorization.k8s.io}
        - {kind: Group, name: "system:authenticated", apiGroup: rbac.authorization.k8s.io}
        - {kind: ServiceAccount, name: s, namespace: ns}
        """);

    [Fact]
    public void An_ingress_gets_path_types_and_nested_backends() => Upgraded.Becomes(
        """
        apiVersion: extensions/v1beta1
        kind: Ingress
        metadata: {name: i, annotations: {kubernetes.io/ingress.class: nginx}}
        spec:
          backend: {serviceName: d, servicePort: http}
          rules:
          - {host: h}
          - host: g
            http:
              paths:
              - {path: /a, backend: {serviceName: a, servicePort: 80}}
              - {path: /b, pathType: Prefix, backend: {resource: {kind: K, name: nn}}}
        """,
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: i, annotations: {kubernetes.io/ingress.class: nginx}}
        spec:
          defaultBackend: {service: {name: d, port: {name: http}}}
          rules:
          - {host: h}
          - host: g
            http:
              paths:
              - {path: /a, pathType: ImplementationSpecific, backend: {service: {name: a, port: {number: 80}}}}
              - {path: /b, pathType: Prefix, backend: {resource: {kind: K, name: nn}}}
        """);

    [Fact]
    public void An_endpoint_s_topology_becomes_fields() => Upgraded.Becomes(
        "apiVersion: discovery.k8s.io/v1beta1\nkind: EndpointSlice\nmetadata: {name: e}\naddressType: IPv4\nendpoints: [{addresses: [192.0.2.1], topology: {kubernetes.io/hostname: node, topology.kubernetes.io/zone: z, x: z}}]\n",
        "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: e}\naddressType: IPv4\nendpoints: [{addresses: [192.0.2.1], nodeName: node, zone: z, deprecatedTopology: {x: z}}]\n");

    [Fact]
    public void A_runtime_class_of_v1alpha1_is_flattened() => Upgraded.Becomes(
        "apiVersion: node.k8s.io/v1alpha1\nkind: RuntimeClass\nmetadata: {name: r}\nspec: {runtimeHandler: runsc, overhead: {podFixed: {cpu: 1}}}\n",
        "apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: r}\nhandler: runsc\noverhead: {podFixed: {cpu: 1}}\n");

    [Fact]
    public void Concurrency_shares_have_a_new_name() => Upgraded.Becomes(
        "apiVersion: flowcontrol.apiserver.k8s.io/v1beta1\nkind: PriorityLevelConfiguration\nmetadata: {name: p}\nspec: {type: Limited, limited: {assuredConcurrencyShares: 5}}\n",
        "apiVersion: flowcontrol.apiserver.k8s.io/v1\nkind: PriorityLevelConfiguration\nmetadata: {name: p}\nspec: {type: Limited, limited: {nominalConcurrencyShares: 5}}\n");

    [Theory]
    [InlineData("schedule: 'TZ=Europe/Rome 0 3 * * *'", "schedule: 0 3 * * *, timeZone: Europe/Rome")]
    [InlineData("schedule: 'CRON_TZ=Asia/Tokyo  @daily'", "schedule: '@daily', timeZone: Asia/Tokyo")]
    [InlineData("schedule: 'TZ= 0 3 * * *'", "schedule: 0 3 * * *, timeZone: UTC")]
    [InlineData("schedule: 'TZ=Local 0 3 * * *'", "schedule: 0 3 * * *")]
    [InlineData("schedule: 'TZ=Europe/Rome 0 3 * * *', timeZone: UTC", "schedule: 'TZ=Europe/Rome 0 3 * * *', timeZone: UTC")]
    [InlineData("schedule: 'TZ=Europe/Rome'", "schedule: 'TZ=Europe/Rome'")]
    public void A_time_zone_in_a_schedule_becomes_a_field(string old, string current)
    {
        foreach (var version in new[] { "v1beta1", "v1" })
            Upgraded.Becomes($"apiVersion: batch/{version}\nkind: CronJob\nmetadata: {{name: c}}\nspec: {{{old}}}\n", $"apiVersion: batch/v1\nkind: CronJob\nmetadata: {{name: c}}\nspec: {{{current}}}\n");
        Assert.Empty(Upgraded.All($"apiVersion: batch/v1\nkind: CronJob\nmetadata: {{name: c}}\nspec: {{{current}}}\n").Rewrites);
    }

    [Fact]
    public void A_server_that_may_not_have_the_field_gets_the_schedule_as_it_is() => Assert.Empty(ApiUpgrade.Upgrade(
        Yaml.Read("apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec: {schedule: 'TZ=Europe/Rome 0 3 * * *'}\n").Objects,
        (apiVersion, _) => apiVersion is "batch/v1" or "batch/v1beta1").Rewrites);

    [Fact]
    public void Webhooks_of_one_name_get_names_of_their_own()
    {
        const string Old = "apiVersion: admissionregistration.k8s.io/v1beta1\nkind: MutatingWebhookConfiguration\nmetadata: {name: w}\nwebhooks: [{name: a.b.c}, {name: 2.a.b.c}, {name: a.b.c}, {name: a.b.c}]\n";

        Assert.Equal(["a.b.c", "2.a.b.c", "3.a.b.c", "4.a.b.c"], Upgraded.One(Old)["webhooks"]!.AsArray().Select(webhook => (string?)webhook!["name"]));
        Assert.Contains("Webhook a.b.c: another one of that name is called 3.a.b.c, since v1 takes a name once.", Upgraded.Notes(Old));
    }

    [Fact]
    public void An_ingress_keeps_its_class_where_it_is_and_says_so() => Assert.StartsWith(
        "The annotation kubernetes.io/ingress.class, nginx, stays",
        Assert.Single(Upgraded.Notes("apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: i, annotations: {kubernetes.io/ingress.class: nginx}}\n")),
        StringComparison.Ordinal);
}
