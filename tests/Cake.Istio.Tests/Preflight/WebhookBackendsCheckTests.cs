using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Preflight.Checks;
using Cake.Istio.Preflight.Facts;
using Cake.Istio.Verification;

namespace Cake.Istio.Tests.Preflight;

public sealed class WebhookBackendsCheckTests
{
    private static readonly ApiResource Deployments = new("apps", "v1", "Deployment", "deployments", true, []);

    private static readonly ApiResource[] Served =
    [
        Deployments, Deployments with { Version = "v1beta2" }, new("", "v1", "Service", "services", true, []), new("", "v1", "Namespace", "namespaces", false, []),
        new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false, []),
        new("admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", false, []),
    ];

    private static readonly IReadOnlyList<PlannedChange> Mesh = Resolved(Planned.Created("""
        apiVersion: v1
        kind: Namespace
        metadata: {name: istio-system, labels: {istio-injection: disabled}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: istiod, namespace: istio-system}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system, labels: {app: istiod}}
        spec: {template: {metadata: {labels: {app: istiod, sidecar.istio.io/inject: "false"}}, spec: {containers: [{name: a}]}}}
        ---
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: a, namespace: istio-system}
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: gateways.networking.istio.io}
        spec: {group: networking.istio.io, names: {kind: Gateway, plural: gateways}}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: istio-sidecar-injector}
        """));

    [Fact]
    public void One_that_nobody_answers_counts_where_it_is_asked_about_the_plan()
    {
        var finding = Check("""
            - {name: pods.example.com, failurePolicy: Fail, rules: [{apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]}]}
            - {name: all.example.com, failurePolicy: Ignore, timeoutSeconds: 5, rules: [{apiGroups: ["*"], apiVersions: ["*"], resources: ["*/*"], operations: ["*"]}]}
            - {name: nodes.example.com, failurePolicy: Fail, rules: [{apiGroups: [""], apiVersions: [v1], resources: [nodes], operations: [UPDATE]}]}
            """);
        Assert.Equal((FindingStatus.Warning, "Nobody answers 2 webhooks that the server asks about what the plan writes; 1 of them refuses then."), (finding.Status, finding.Title));
        Assert.Equal(
            [
                "ValidatingWebhookConfiguration policy: pods.example.com refuses objects of 1 kind, because Service policy/gone has no ready endpoint",
                "ValidatingWebhookConfiguration policy: all.example.com delays by up to 5 s objects of 9 kinds, because Service policy/gone has no ready endpoint",
            ],
            finding.Evidence);
        Assert.Contains("kubectl delete validatingwebhookconfiguration policy", finding.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""apiGroups: [apps], apiVersions: [v1], resources: [deployments], operations: [CREATE]""", "", true)]
    [InlineData("""apiGroups: [apps], apiVersions: [v1], resources: [deployments], operations: [UPDATE]""", "", false)]
    [InlineData("""apiGroups: [apps], apiVersions: [v1beta2], resources: [deployments], operations: ["*"]""", "matchPolicy: Exact", false)]
    [InlineData("""apiGroups: [apps], apiVersions: [v1beta2], resources: [deployments], operations: ["*"]""", "matchPolicy: Equivalent", true)]
    [InlineData("""apiGroups: [apps], apiVersions: [v1beta1], resources: [deployments], operations: ["*"]""", "matchPolicy: Equivalent", false)]
    [InlineData("""apiGroups: [apps], apiVersions: [v1], resources: [deployments/scale], operations: ["*"]""", "", false)]
    [InlineData("""apiGroups: ["*"], apiVersions: ["*"], resources: ["*"], operations: ["*"], scope: Cluster""", "namespaceSelector: {matchLabels: {never: ever}}", true)]
    [InlineData("""apiGroups: [apps], apiVersions: ["*"], resources: ["*"], operations: ["*"], scope: Cluster""", "", false)]
    [InlineData("""apiGroups: ["*"], apiVersions: ["*"], resources: ["*"], operations: ["*"], scope: Cluster""", "objectSelector: {matchLabels: {never: ever}}", false)]
    [InlineData("""apiGroups: [apps], apiVersions: ["*"], resources: ["*"], operations: ["*"]""", "namespaceSelector: {matchLabels: {team: never}}", false)]
    [InlineData("""apiGroups: [apps], apiVersions: ["*"], resources: ["*"], operations: ["*"]""", "namespaceSelector: {matchExpressions: [{key: istio-injection, operator: In, values: [disabled]}]}", true)]
    [InlineData("""apiGroups: [apps], apiVersions: ["*"], resources: ["*"], operations: ["*"]""", "namespaceSelector: {matchExpressions: [{key: istio-injection, operator: NotIn, values: [disabled]}]}", false)]
    [InlineData("""apiGroups: [apps], apiVersions: ["*"], resources: ["*"], operations: ["*"]""", "namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: In, values: [istio-system]}]}", true)]
    [InlineData("""apiGroups: [apps], apiVersions: ["*"], resources: ["*"], operations: ["*"]""", "namespaceSelector: {matchExpressions: [{key: live, operator: Exists}, {key: dead, operator: DoesNotExist}]}", true)]
    [InlineData("""apiGroups: [""], apiVersions: [v1], resources: [namespaces], operations: [CREATE]""", "namespaceSelector: {matchLabels: {istio-injection: enabled}}", false)]
    [InlineData("""apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]""", "objectSelector: {matchExpressions: [{key: sidecar.istio.io/inject, operator: NotIn, values: [\"false\"]}]}", false)]
    [InlineData("""apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]""", "objectSelector: {matchLabels: {app: istiod}}", true)]
    [InlineData("""apiGroups: [networking.istio.io], apiVersions: ["*"], resources: ["*"], operations: [CREATE]""", "", true)]
    [InlineData("""apiGroups: [admissionregistration.k8s.io], apiVersions: ["*"], resources: ["*"], operations: ["*"]""", "", false)]
    [InlineData("""apiGroups: [coordination.k8s.io], apiVersions: [v1], resources: [leases], operations: [UPDATE]""", "", true)]
    public void It_is_asked_as_the_server_decides_it(string rule, string selectors, bool isAsked)
    {
        var finding = Check($"- {{name: a.example.com, rules: [{{{rule}}}], {selectors}}}");
        Assert.Equal(isAsked ? FindingStatus.Warning : FindingStatus.Passed, finding.Status);
    }

    [Fact]
    public void An_update_is_asked_about_with_the_labels_before_and_after_it_and_a_deletion_with_those_that_are()
    {
        const string Live = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: istio-system, labels: {old: \"1\"}}}";
        const string Wanted = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: istio-system, labels: {new: \"1\"}}}";
        var updated = Resolved([Planned.Changed(Wanted, Live)]);
        var deleted = Resolved([Planned.Changed(Wanted, Live, ChangeAction.Deleted)]);
        foreach (var (operation, label, changes, status) in new[]
        {
            ("UPDATE", "old", updated, FindingStatus.Warning), ("UPDATE", "new", updated, FindingStatus.Warning), ("CREATE", "new", updated, FindingStatus.Passed),
            ("DELETE", "old", deleted, FindingStatus.Warning), ("DELETE", "new", deleted, FindingStatus.Passed), ("UPDATE", "old", deleted, FindingStatus.Passed),
        })
        {
            var webhook = $"- {{name: a, rules: [{{apiGroups: [apps], apiVersions: [v1], resources: [deployments], operations: [{operation}]}}], objectSelector: {{matchLabels: {{{label}: \"1\"}}}}}}";
            Assert.Equal(status, Check(webhook, changes: changes).Status);
        }
    }

    [Fact]
    public void One_of_the_mesh_itself_is_not_to_be_deleted()
    {
        var finding = Check("- {name: a, rules: [{apiGroups: [apps], apiVersions: [v1], resources: [deployments], operations: [CREATE]}]}", "istio-system", "istiod");
        Assert.Equal(FindingStatus.Warning, finding.Status);
        Assert.DoesNotContain("delete", finding.Hint, StringComparison.Ordinal);
        Assert.Contains("kubectl get deployments -n istio-system", finding.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Conditions_that_only_the_server_evaluates_are_spoken_of()
    {
        var finding = Check("- {name: a, matchConditions: [{name: b, expression: \"true\"}], rules: [{apiGroups: [apps], apiVersions: [v1], resources: [deployments], operations: [CREATE]}]}");
        Assert.Contains("a refuses, as far as its matchConditions let it, objects of 1 kind", Assert.Single(finding.Evidence), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_written_or_somebody_answers_nothing_is_found()
    {
        const string All = "- {name: a, rules: [{apiGroups: [\"*\"], apiVersions: [\"*\"], resources: [\"*\"], operations: [\"*\"]}]}";
        Assert.Equal(FindingStatus.Passed, Check(All, changes: []).Status);
        Assert.Equal(FindingStatus.Passed, WebhookBackendsCheck.Check(Facts(All, "policy", "here"), Mesh, "istio-system", Served).Status);
        Assert.Equal("There are no admission webhooks.", WebhookBackendsCheck.Check(new(), Mesh, "istio-system", Served).Title);
    }

    [Fact]
    public void One_that_is_called_by_its_URL_is_not_counted_among_the_answered()
    {
        const string Rules = "rules: [{apiGroups: [\"\"], apiVersions: [v1], resources: [pods], operations: [CREATE]}]";
        var facts = Facts($"- {{name: a, failurePolicy: Fail, {Rules}}}\n- {{name: b, failurePolicy: Fail, {Rules}}}\n- {{name: c, rules: []}}", "policy", "there");
        foreach (var webhook in facts.Webhooks[0]["webhooks"]!.AsArray().Skip(1))
            webhook!["clientConfig"] = new JsonObject { ["url"] = $"https://{webhook["name"]}.example.com/admit?key=1" };
        var finding = WebhookBackendsCheck.Check(facts, Mesh, "istio-system", Served);
        Assert.Equal(
            (FindingStatus.Passed, "No webhook of 1 configuration that the server asks about what the plan writes has a Service without a ready endpoint. Whether 1 webhook with a URL in place of a Service is answered cannot be told from here."),
            (finding.Status, finding.Title));
        Assert.Equal(["ValidatingWebhookConfiguration policy: b is called at https://b.example.com/admit"], finding.Evidence);

        var dead = WebhookBackendsCheck.Check(facts with { DeadServices = new HashSet<(string, string)> { ("policy", "there") } }, Mesh, "istio-system", Served);
        Assert.Equal((FindingStatus.Warning, 2), (dead.Status, dead.Evidence.Count));
        Assert.Contains("Nobody answers 1 webhook ", dead.Title, StringComparison.Ordinal);
        Assert.Contains("cannot be told from here", dead.Title, StringComparison.Ordinal);
    }

    private static Finding Check(string webhooks, string ns = "policy", string service = "gone", IReadOnlyList<PlannedChange>? changes = null)
    {
        var facts = Facts(webhooks, ns, service) with { DeadServices = new HashSet<(string, string)> { (ns, service) } };
        return WebhookBackendsCheck.Check(facts, changes ?? Mesh, "istio-system", Served);
    }

    private static ClusterFacts Facts(string webhooks, string ns, string service)
    {
        var configuration = Planned.Object($"apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {{name: policy}}\nwebhooks:\n{webhooks}");
        foreach (var webhook in configuration["webhooks"]!.AsArray())
            webhook!["clientConfig"] = new JsonObject { ["service"] = new JsonObject { ["namespace"] = ns, ["name"] = service } };
        return new() { Webhooks = [configuration], Namespaces = Planned.Objects("{apiVersion: v1, kind: Namespace, metadata: {name: istio-system, labels: {live: \"1\"}}}") };
    }

    private static IReadOnlyList<PlannedChange> Resolved(IReadOnlyList<PlannedChange> changes) =>
        [.. changes.Select(change => change with { Resource = Served.FirstOrDefault(resource => resource.ApiVersion == change.Subject.ApiVersion && resource.Kind == change.Subject.Kind) })];
}
