using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Manifests;
using Cake.Istio.Preflight;
using Cake.Istio.Preflight.Checks;
using Cake.Istio.Releases;
using Cake.Istio.Settings;
using Cake.Istio.Tests.Apply;
using Cake.Istio.Verification;

namespace Cake.Istio.Tests.Preflight;

/// <summary>Whole scenes on the sandbox.</summary>
public sealed partial class PreflightRunTests
{
    private const string Mesh = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: istio-system}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: istiod}
        rules:
        - {apiGroups: [""], resources: [pods, secrets], verbs: [get, list]}
        - {apiGroups: [apps], resources: [deployments], verbs: [create]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: istio-ingressgateway, namespace: istio-system}
        spec: {type: LoadBalancer, selector: {app: gateway}, ports: [{name: http2, port: 80, nodePort: 31380}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system}
        spec:
          selector: {matchLabels: {app: istiod}}
          template:
            metadata: {labels: {app: istiod}}
            spec: {containers: [{name: discovery, image: "istio/pilot:1.30.3", resources: {requests: {cpu: 20, memory: 1Gi}}}]}
        """;

    private const string Roles = """
        {apiVersion: v1, kind: Namespace, metadata: {name: istio-system}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: istiod, namespace: istio-system}
        rules:
        - {apiGroups: [""], resources: [secrets], verbs: [get, watch]}
        - {apiGroups: [""], resources: [pods/log], verbs: [get]}
        - {apiGroups: [""], resources: [configmaps], resourceNames: [a], verbs: [get]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: istiod, namespace: istio-system}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: istiod}
        subjects: [{kind: ServiceAccount, name: istiod, namespace: istio-system}]
        """;

    [Fact]
    public async Task An_empty_cluster_takes_the_mesh()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var findings = await RunAsync(fixture, Mesh);
        Assert.DoesNotContain(findings, finding => finding.Status == FindingStatus.Failed);
        Assert.Equal(
            ["capacity-largest-pod", "load-balancer"],
            findings.Where(finding => finding.Status == FindingStatus.Warning).Select(finding => finding.Id));
        Assert.DoesNotContain(fixture.Sandbox.Requests, request => request.Persisted);
    }

    [Fact]
    public async Task The_cloud_provider_of_kube_vip_is_seen_in_the_cluster()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.InstallAsync(Objects(Deployment("kube-vip-cloud-provider", "{name: a, image: a}").Replace("namespace: shop", "namespace: kube-system", StringComparison.Ordinal)));
        Assert.StartsWith("kube-vip gives load balancers addresses: Deployment kube-system/kube-vip-cloud-provider", Find(await RunAsync(fixture, Mesh), LoadBalancerCheck.Id).Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_mesh_that_is_as_the_release_has_it_nothing_is_listed_and_no_permission_asked_for()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.InstallAsync(InstallRun.Options("1.30.3"), Objects(Mesh));
        var before = fixture.Sandbox.Requests.Count;
        var findings = await RunAsync(fixture, Mesh);
        Assert.Equal("Nothing is to be written, so no permission is needed.", Find(findings, PermissionsCheck.Id).Title);
        var requests = fixture.Sandbox.Requests.Skip(before).Select(request => request.Path).ToList();
        Assert.DoesNotContain(requests, path => path.Contains("accessreviews", StringComparison.Ordinal) || path.Contains("/pods", StringComparison.Ordinal) || path.Contains("/nodes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_permission_is_given_as_the_rule_to_add()
    {
        await using var fixture = await SandboxFixture.StartAsync(new() { Faults = "deny=create:deployments.apps,namespace=istio-system; deny=patch|update:services|leases*" });
        var finding = Find(await RunAsync(fixture, Mesh), PermissionsCheck.Id);
        Assert.Equal(FindingStatus.Failed, finding.Status);
        Assert.Equal(
            [
                """apiGroups: [""], resources: ["services"], verbs: ["patch"] in namespace istio-system, for 1 object""",
                """apiGroups: ["apps"], resources: ["deployments"], verbs: ["create"] in namespace istio-system, for 1 object""",
                """apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["update"] in namespace istio-system, for the installer's own record""",
            ],
            finding.Evidence);
    }

    [Fact]
    public async Task Without_escalate_the_rules_that_are_missing_are_named()
    {
        await using var fixture = await SandboxFixture.StartAsync(new() { Faults = "deny=escalate:clusterroles*; deny=list:secrets; deny=create:deployments.apps" });
        var findings = await RunAsync(fixture, Mesh);
        var finding = Find(findings, PermissionsCheck.Id);
        Assert.Equal(FindingStatus.Failed, finding.Status);
        Assert.Contains("ClusterRole istiod hands out rules that the user does not have; it needs them, or the verb escalate on clusterroles.rbac.authorization.k8s.io", finding.Evidence);
        Assert.Contains("""  apiGroups: [""], resources: ["secrets"], verbs: ["list"]""", finding.Evidence);
        Assert.Contains("""  apiGroups: ["apps"], resources: ["deployments"], verbs: ["create"]""", finding.Evidence);
        var error = Assert.Throws<MeshException>(() => PreflightVerdict.EnsurePassed(findings));
        Assert.Equal(ErrorCode.PermissionMissing, error.Code);
    }

    [Theory]
    [InlineData("escalate:roles*", true, "Role istio-system/istiod hands out rules that the user does not have; it needs them, or the verb escalate on roles.rbac.authorization.k8s.io")]
    [InlineData("escalate:roles*", false, "Role istio-system/istiod hands out rules that the user does not have; it needs them, or the verb escalate on roles.rbac.authorization.k8s.io")]
    [InlineData("bind:roles*", true, "RoleBinding istio-system/istiod hands out rules that the user does not have; it needs them, or the verb bind on the role")]
    [InlineData("bind:roles*", false, "RoleBinding istio-system/istiod hands out rules that the user does not have; it needs them, or the verb bind on the role")]
    public async Task What_a_role_in_a_namespace_to_come_hands_out_is_found_before_it_is_made(string denied, bool isNamespaceToCome, string told)
    {
        await using var fixture = await SandboxFixture.StartAsync(new() { Faults = $"deny={denied}; deny=watch:secrets,namespace=istio-system; deny=delete:configmaps,namespace=istio-system" });
        if (!isNamespaceToCome)
            await fixture.CreateNamespaceAsync("istio-system");
        var finding = Find(await RunAsync(fixture, Roles), PermissionsCheck.Id);
        Assert.Equal((FindingStatus.Failed, true), (finding.Status, finding.Title.Contains("may not hand out 1 rule that roles", StringComparison.Ordinal)));
        Assert.Equal([told, """  apiGroups: [""], resources: ["secrets"], verbs: ["watch"]"""], finding.Evidence);
    }

    [Theory]
    [InlineData("deny=escalate:roles*; deny=bind:roles*")]
    [InlineData("deny=watch:secrets,namespace=istio-system")]
    public async Task Who_has_the_rules_or_may_hand_out_more_than_that_may_make_the_role(string faults)
    {
        await using var fixture = await SandboxFixture.StartAsync(new() { Faults = faults });
        Assert.Equal(FindingStatus.Passed, Find(await RunAsync(fixture, Roles), PermissionsCheck.Id).Status);
    }

    [Fact]
    public async Task Who_may_not_even_read_is_told_so_with_all_other_findings()
    {
        await using var fixture = await SandboxFixture.StartAsync(new() { Faults = "deny=get|list:configmaps; deny=list:nodes" });
        var findings = await RunAsync(fixture, Mesh);
        Assert.Equal(FindingStatus.Failed, Find(findings, PermissionsCheck.Id).Status);
        Assert.Contains("reading what is there was refused: ", Find(findings, PermissionsCheck.Id).Evidence[0], StringComparison.Ordinal);
        Assert.Contains("may not list nodes", Find(findings, VisibilityCheck.Id).Title, StringComparison.Ordinal);
        Assert.DoesNotContain(findings, finding => finding.Id is CapacityCheck.TotalId or OwnershipCheck.Id);
        Assert.Contains(findings, finding => finding.Id == NodePortsCheck.Id);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_found_in_one_run()
    {
        await using var fixture = await SandboxFixture.StartAsync(new() { Faults = "deny=create:services,namespace=istio-system" });
        await SetSceneAsync(fixture);
        var findings = await RunAsync(fixture, $$"""
            {{Mesh}}
            ---
            {apiVersion: policy/v1beta1, kind: PodDisruptionBudget, metadata: {name: istiod, namespace: istio-system} }
            """);

        Assert.Equal(
            [ServedApisCheck.Id, PermissionsCheck.Id, OwnershipCheck.Id],
            findings.Where(finding => finding.Status == FindingStatus.Failed).Select(finding => finding.Id));
        Assert.Equal(
            [CapacityCheck.LargestPodId, QuotaCheck.Id, NodePortsCheck.Id, PodSecurityCheck.Id, LoadBalancerCheck.Id, WebhookBackendsCheck.Id],
            findings.Where(finding => finding.Status == FindingStatus.Warning).Select(finding => finding.Id));
        Assert.Equal(["31380/TCP, http2 of Service istio-system/istio-ingressgateway, is taken by Service default/shop for its port 8080"], Find(findings, NodePortsCheck.Id).Evidence);
        var error = Assert.Throws<MeshException>(() => PreflightVerdict.EnsurePassed(findings));
        Assert.Equal(ErrorCode.ApiVersionsNotServed, error.Code);
        foreach (var part in new[] { "policy/v1beta1", "resources: [\"services\"], verbs: [\"create\"]", "istio-operator" })
            Assert.Contains(part, error.Text, StringComparison.Ordinal);
        foreach (var way in new[] { "--upgrade-apis=true", "administrator", "--adopt" })
            Assert.Contains(way, error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_strict_mode_breaks_is_said_before_it_becomes_strict_and_not_again()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var strict = new MeshSettings { Mode = MtlsMode.Strict };
        await fixture.CreateNamespaceAsync("shop");
        var asleep = Deployment("asleep", "{name: app, image: a}").Replace("spec:\n", "spec:\n  replicas: 0\n", StringComparison.Ordinal);
        await fixture.InstallAsync(Objects(Deployment("cart", "{name: istio-proxy, image: a}") + "\n---\n" + Deployment("cron", "{name: app, image: a}") + "\n---\n" + asleep));
        await PodsAsync(fixture, "shop", 2);
        Assert.Equal(["shop: 2: Deployment cron, Deployment asleep"], Find(await RunAsync(fixture, Mesh, strict), StrictMtlsCheck.PlainClientsId).Evidence);
        Assert.DoesNotContain(await RunAsync(fixture, Mesh), finding => finding.Id == StrictMtlsCheck.PlainClientsId);

        var options = InstallRun.Options("1.30.3");
        await fixture.InstallAsync(options with { Description = options.Description with { Options = new Dictionary<string, string> { ["mode"] = "strict" } } }, Objects(Mesh));
        Assert.DoesNotContain(await RunAsync(fixture, Mesh + "\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a} }", strict), finding => finding.Id == StrictMtlsCheck.PlainClientsId);
    }

    [Fact]
    public async Task An_upgrade_is_judged_by_the_record_and_by_the_versions_and_scopes_that_are_there()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.InstallAsync(InstallRun.Options("1.27.0"), Objects($"{Mesh}\n---\n{Definition("gateways", "Namespaced", "v1alpha3")}\n---\n{Definition("sidecars", "Namespaced", "v1")}"));
        var findings = await RunAsync(fixture, $"{Mesh}\n---\n{Definition("gateways", "Namespaced", "v1")}\n---\n{Definition("sidecars", "Cluster", "v1")}");

        Assert.Contains("From the installed 1.27.0 to 1.30.3 are 3 minor versions", Find(findings, UpgradePathCheck.Id).Title, StringComparison.Ordinal);
        var versions = Find(findings, DefinitionsCheck.StoredVersionsId);
        Assert.Equal((FindingStatus.Failed, "gateways.example.com: objects are or were stored in v1alpha3; the release has v1"), (versions.Status, Assert.Single(versions.Evidence)));
        var scopes = Find(findings, DefinitionsCheck.ScopeId);
        Assert.Equal((FindingStatus.Failed, "sidecars.example.com: Namespaced in the cluster, Cluster in the release"), (scopes.Status, Assert.Single(scopes.Evidence)));
        Assert.Equal(ErrorCode.PreflightFailed, Assert.Throws<MeshException>(() => PreflightVerdict.EnsurePassed(findings)).Code);
    }

    [Fact]
    public async Task A_rollback_is_only_advised_where_an_earlier_revision_is_kept()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.InstallAsync(InstallRun.Options("1.30.4"), Objects(Mesh));
        Assert.DoesNotContain("Rollback", Find(await RunAsync(fixture, Mesh), UpgradePathCheck.Id).Hint, StringComparison.Ordinal);
        await fixture.InstallAsync(InstallRun.Options("1.30.4"), Objects(Mesh + "\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: more, namespace: istio-system} }"));
        Assert.Contains("--target=Rollback", Find(await RunAsync(fixture, Mesh), UpgradePathCheck.Id).Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_back_to_a_release_without_the_stored_version_leads_there()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        var newer = Definition("gateways", "Namespaced", "v1").Replace("versions: [", "versions: [{name: v1alpha3, served: true, storage: false, schema: {openAPIV3Schema: {type: object} } }, ", StringComparison.Ordinal);
        var older = Definition("gateways", "Namespaced", "v1alpha3");
        await fixture.InstallAsync(InstallRun.Options("1.30.3"), Objects($"{Mesh}\n---\n{newer}"));

        var refused = Find(await RunAsync(fixture, $"{Mesh}\n---\n{older}"), DefinitionsCheck.StoredVersionsId);
        Assert.Equal(FindingStatus.Failed, refused.Status);
        var patches = CommandPattern().Matches(refused.Hint!);
        Assert.Equal(
            [
                "crd gateways.example.com --field-manager=kubectl --type=json",
                "crd gateways.example.com --subresource=status --type=merge",
            ],
            patches.Select(patch => patch.Groups["options"].Value));

        var definitions = await fixture.FindAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition");
        await fixture.Connection.PatchAsync(definitions, null, "gateways.example.com", PatchType.Json, JsonNode.Parse(patches[0].Groups["body"].Value)!, "kubectl", null, fixture.Cancel);
        await fixture.Connection.PatchAsync(definitions, null, "gateways.example.com", PatchType.Merge, JsonNode.Parse(patches[1].Groups["body"].Value)!, "kubectl-patch", "status", fixture.Cancel);

        Assert.DoesNotContain(await RunAsync(fixture, $"{Mesh}\n---\n{older}"), finding => finding.Status == FindingStatus.Failed);
        await fixture.InstallAsync(InstallRun.Options("1.4.5"), Objects($"{Mesh}\n---\n{older}"));
        var live = await fixture.Connection.GetAsync(definitions, null, "gateways.example.com", fixture.Cancel);
        Assert.Equal("v1alpha3", (string?)Assert.Single(live!["spec"]!["versions"]!.AsArray())!["name"]);
    }

    [Fact]
    public async Task A_Terminating_namespace_stops_the_install()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.CreateNamespaceAsync("istio-system");
        await fixture.ApplyAsAsync("somebody", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "held", "namespace": "istio-system", "finalizers": ["example.com/hold"]} }""");
        await fixture.Connection.DeleteAsync(await fixture.FindAsync("v1", "Namespace"), null, "istio-system", null, fixture.Cancel);
        var findings = await RunAsync(fixture, Mesh);
        var finding = Find(findings, NamespaceCheck.Id);
        Assert.Equal(FindingStatus.Failed, finding.Status);
        Assert.Contains("kubectl wait --for=delete namespace/istio-system", finding.Hint, StringComparison.Ordinal);
        Assert.Equal(FindingStatus.Passed, Find(findings, DryRunsCheck.Id).Status);
        Assert.Equal(ErrorCode.NamespaceTerminating, Assert.Throws<MeshException>(() => PreflightVerdict.EnsurePassed(findings)).Code);
    }

    [Fact]
    public async Task What_the_server_refuses_in_a_dry_run_is_a_finding_with_its_own_code_and_place()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.CreateNamespaceAsync("istio-system");
        var findings = await RunAsync(fixture, Mesh.Replace("31380", "80", StringComparison.Ordinal));
        var refused = Find(findings, RefusalsCheck.Id);
        Assert.Equal((FindingStatus.Failed, "The server refuses 1 object of the plan."), (refused.Status, refused.Title));
        var evidence = Assert.Single(refused.Evidence);
        Assert.StartsWith("Service istio-system/istio-ingressgateway (mesh.yaml:12:1): 422 Invalid: ", evidence, StringComparison.Ordinal);
        Assert.Contains("The range of valid ports is 30000-32767", evidence, StringComparison.Ordinal);
        Assert.NotNull(refused.Hint);
        var error = Assert.Throws<MeshException>(() => PreflightVerdict.EnsurePassed(findings));
        Assert.Equal((ErrorCode.InvalidObject, "istio-ingressgateway"), (error.Code, error.Subject?.Name));
        Assert.Equal(FindingStatus.Passed, Find(await RunAsync(fixture, Mesh), RefusalsCheck.Id).Status);
    }

    [Fact]
    public async Task A_plan_that_deletes_more_than_it_may_is_refused_with_what_it_would_delete()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.InstallAsync(InstallRun.Options("1.30.3"), Objects(Mesh));
        var findings = await RunAsync(fixture, Mesh.Split("---", 2)[0]);
        var limit = Find(findings, PruneLimitCheck.Id);
        Assert.Equal((FindingStatus.Failed, "3 of the 4 objects that the last install recorded would be deleted, which is more than 50 %."), (limit.Status, limit.Title));
        Assert.Contains("Deployment istio-system/istiod", limit.Evidence);
        Assert.Contains("--prune-limit=100", limit.Hint, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.PruneLimitExceeded, Assert.Throws<MeshException>(() => PreflightVerdict.EnsurePassed(findings)).Code);
    }

    [Fact]
    public async Task Another_namespace_of_the_plan_that_is_going_away_stops_the_install_too()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.CreateNamespaceAsync("shop");
        await fixture.ApplyAsAsync("somebody", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "held", "namespace": "shop", "finalizers": ["example.com/hold"]} }""");
        await fixture.Connection.DeleteAsync(await fixture.FindAsync("v1", "Namespace"), null, "shop", null, fixture.Cancel);
        var finding = Find(await RunAsync(fixture, Mesh + "\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop} }"), NamespaceCheck.Id);
        Assert.Equal((FindingStatus.Failed, "Namespace shop is being deleted; it takes no new objects."), (finding.Status, finding.Title));
    }

    private static async Task SetSceneAsync(SandboxFixture fixture)
    {
        await fixture.ApplyAsAsync("somebody", """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "istio-system", "labels": {"pod-security.kubernetes.io/enforce": "restricted"} } }""");
        await fixture.ApplyAsAsync("istio-operator", """{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "istiod"}, "rules": []}""");
        await fixture.ApplyAsAsync("somebody", """{"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "team", "namespace": "istio-system"}, "spec": {"hard": {"requests.cpu": "1"} } }""");
        await fixture.ApplyAsAsync("somebody", """{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "shop", "namespace": "default"}, "spec": {"type": "NodePort", "ports": [{"port": 8080, "nodePort": 31380}]} }""");
        await fixture.ApplyAsAsync("somebody", """
            {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration", "metadata": {"name": "policy"},
             "webhooks": [{"name": "a.example.com", "failurePolicy": "Ignore", "sideEffects": "None", "admissionReviewVersions": ["v1"],
              "clientConfig": {"service": {"namespace": "default", "name": "gone"} }, "rules": [{"apiGroups": ["apps"], "apiVersions": ["*"], "resources": ["deployments"], "operations": ["*"]}]}]}
            """);
    }

    private static Finding Find(IReadOnlyList<Finding> findings, string id) => Assert.Single(findings, finding => finding.Id == id);

    private static IReadOnlyList<KubeObject> Objects(string yaml) => ManifestReader.Parse(yaml, "mesh.yaml").Objects;

    private static async Task<IReadOnlyList<Finding>> RunAsync(SandboxFixture fixture, string mesh, MeshSettings? settings = null)
    {
        settings ??= new();
        var run = new PreflightRun(fixture.Connection, settings, IstioVersion.Parse("1.30.3"), TimeProvider.System);
        return await run.RunAsync(Objects(mesh), PlanAsync, fixture.Cancel);

        async Task<MeshInstall> PlanAsync(CancellationToken cancel)
        {
            var options = InstallRun.Options("1.30.3");
            options = options with { Planner = options.Planner with { Adopt = settings.Adopt, Pruning = new() { Limit = settings.PruneLimit } } };
            var install = new MeshInstall(fixture.Connection, fixture.Deadline, options, null, fixture.Log);
            await install.PlanAsync(Objects(mesh), cancel);
            return install;
        }
    }

    private static string Definition(string plural, string scope, string version) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: {{plural}}.example.com}
        spec:
          group: example.com
          scope: {{scope}}
          names: {plural: {{plural}}, singular: {{plural}}x, kind: {{plural}}x, listKind: {{plural}}list}
          versions: [{name: {{version}}, served: true, storage: true, schema: {openAPIV3Schema: {type: object} } }]
        """;

    private static string Deployment(string name, string container) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: {{name}}, namespace: shop}
        spec:
          selector:
            matchLabels: {app: {{name}} }
          template:
            metadata:
              labels: {app: {{name}} }
            spec: {containers: [{{container}}]}
        """;

    private static async Task PodsAsync(SandboxFixture fixture, string ns, int count)
    {
        while ((await fixture.Connection.ListAsync(await fixture.FindAsync("v1", "Pod"), ns, null, fixture.Cancel)).Items.Count < count)
            await Task.Delay(20, fixture.Cancel);
    }

    [GeneratedRegex("kubectl patch (?<options>[^']*?) -p '(?<body>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandPattern();
}
