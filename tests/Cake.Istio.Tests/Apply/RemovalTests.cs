using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Apply.Removal;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Cake.Istio.Readiness;
using Cake.Istio.Reporting;
using Microsoft.Extensions.Time.Testing;

namespace Cake.Istio.Tests.Apply;

public sealed class RemovalTests
{
    private const string Authentication = "authentication.istio.io/v1alpha1";

    [Fact]
    public async Task The_whole_mesh_goes_webhooks_first_and_definitions_stay()
    {
        await using var fixture = await InstallSampleAsync();
        await fixture.ApplyAsAsync("citadel", """{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "istio.default", "namespace": "default"}, "type": "istio.io/key-and-cert"}""");
        await fixture.ApplyAsAsync("user", """{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "mine", "namespace": "default"}, "type": "Opaque"}""");

        var plan = await PlanAsync(fixture, purge: false);
        Assert.Equal(Stage.Webhooks, plan.Deletions[0].Stage);
        Assert.Equal(28, plan.KeptDefinitions.Count);
        Assert.True(plan.MadeNamespace);
        var changes = await new Remover(fixture.Connection, fixture.Deadline, new(fixture.Connection, "istio-system", purge: false), null, ReadinessOptions.DefaultStallTimeout).RemoveAsync(plan, fixture.Cancel);
        changes.EnsureSucceeded();

        Assert.All(changes.Changes, change => Assert.Equal(ChangeAction.Deleted, change.Action));
        Assert.Null(await fixture.GetAsync("v1", "Secret", "default", "istio.default"));
        Assert.NotNull(await fixture.GetAsync("v1", "Secret", "default", "mine"));
        Assert.Empty((await fixture.Connection.ListAsync(await fixture.FindAsync("v1", "Pod"), "istio-system", null, fixture.Cancel)).Items);
        Assert.Equal(28, (await fixture.Connection.ListAsync(await fixture.FindAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition"), null, null, fixture.Cancel)).Items.Count);
        Assert.Empty((await PlanAsync(fixture, purge: false)).Deletions);
    }

    [Fact]
    public async Task Purging_names_the_users_configuration_that_dies_with_its_definitions()
    {
        await using var fixture = await InstallSampleAsync();
        await fixture.ApplyAsAsync("user", """{"apiVersion": "networking.istio.io/v1alpha3", "kind": "VirtualService", "metadata": {"name": "shop", "namespace": "default"}, "spec": {"hosts": ["shop"]}}""");
        var plan = await PlanAsync(fixture, purge: true);
        Assert.Equal("VirtualService default/shop", Assert.Single(plan.UserResources).ToString());
        Assert.Equal(28, plan.Deletions.Count(change => change.Subject.Kind == "CustomResourceDefinition"));
        await RemoveAsync(fixture, plan);
        Assert.Empty((await fixture.Connection.ListAsync(await fixture.FindAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition"), null, null, fixture.Cancel)).Items);
    }

    [Theory]
    [InlineData("""["example.com/hold"]""", 1)]
    [InlineData("""["example.com/hold", "finalizer.example.com"]""", 2)]
    [InlineData("""["example.com/hold", "foregroundDeletion"]""", 0)]
    [InlineData("""["service.kubernetes.io/load-balancer-cleanup"]""", 0)]
    [InlineData("""["customresourcecleanup.apiextensions.k8s.io"]""", 0)]
    [InlineData("[]", 0)]
    public void What_the_clusters_own_finalizers_hold_is_not_called_stuck(string finalizers, int expected) =>
        Assert.Equal(expected, ObjectRemover.FinalizersOfOthers(Sample.Json($$"""{"metadata": {"finalizers": {{finalizers}}} }""")).Count);

    // Source: the namespace controller of Kubernetes, conditions of a namespace that is being deleted.
    [Theory]
    [InlineData("True", "Failed to delete all resource types, 1 remaining: Internal error occurred: failed calling webhook \\\"w\\\": failed to call webhook: Post \\\"https://gone.policy.svc:443/?timeout=10s\\\": service \\\"gone\\\" not found", "Service policy/gone")]
    [InlineData("True", "Failed to delete all resource types, 1 remaining: pods \\\"a\\\" is forbidden", null)]
    [InlineData("False", "All content successfully deleted, may be waiting on finalization", null)]
    public void A_namespace_says_which_webhook_keeps_it_from_being_emptied(string status, string message, string? backend)
    {
        var live = Sample.Json($$"""{"status": {"conditions": [{"type": "NamespaceDeletionContentFailure", "status": "{{status}}", "message": "{{message}}"}]} }""");
        Assert.Equal(backend, ObjectRemover.Hindrance(live)?.Backend);
        var said = ObjectRemover.Describe(new("v1", "Namespace", null, "n"), live);
        Assert.Equal(status == "True", said.StartsWith("Namespace n to be deleted, Failed to delete all resource types", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_namespace_goes_only_when_nothing_of_anybody_elses_is_in_it()
    {
        await using var fixture = await InstallSampleAsync();
        await fixture.ApplyAsAsync("user", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "mine", "namespace": "istio-system"}}""");
        await RemoveAsync(fixture, await PlanAsync(fixture, purge: false));

        var removal = new NamespaceRemoval(fixture.Connection, fixture.Deadline, "istio-system");
        Assert.Equal(["ConfigMap istio-system/mine"], (await removal.FindForeignAsync(fixture.Cancel)).Select(item => item.ToString()));
        await fixture.Connection.DeleteAsync(await fixture.FindAsync("v1", "ConfigMap"), "istio-system", "mine", null, fixture.Cancel);
        Assert.Empty(await removal.FindForeignAsync(fixture.Cancel));
        await removal.RemoveAsync(fixture.Cancel);
        Assert.Null(await fixture.GetAsync("v1", "Namespace", null, "istio-system"));
    }

    [Fact]
    public async Task What_finalizers_hold_is_named_with_them()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        await fixture.CreateNamespaceAsync("istio-system");
        var map = await fixture.ApplyAsAsync("user", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "held", "namespace": "istio-system", "finalizers": ["example.com/hold"]}}""");
        var time = new FakeTimeProvider();
        using var deadline = new RunDeadline(TimeSpan.FromHours(1), time, fixture.Cancel);
        var maps = await fixture.FindAsync("v1", "ConfigMap");
        var removing = deadline.RunAsync(async cancel =>
        {
            await new ObjectRemover(fixture.Connection, deadline).RemoveAsync(maps, new("v1", "ConfigMap", "istio-system", "held"), map, DeletePropagation.Background, cancel);
            return true;
        });
        while (fixture.Sandbox.Requests.Count(request => request.Method == "GET" && request.Path.EndsWith("/configmaps/held", StringComparison.Ordinal)) < 2)
        {
            await Task.Delay(5, fixture.Cancel);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        time.Advance(TimeSpan.FromHours(1));
        var late = await Assert.ThrowsAsync<MeshException>(() => removing);
        Assert.Contains("ConfigMap istio-system/held to be deleted, which the finalizers example.com/hold hold", late.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConfigMap", """{"metadata": {"name": "kube-root-ca.crt"}}""", false)]
    [InlineData("ConfigMap", """{"metadata": {"name": "cake-istio"}}""", false)]
    [InlineData("ConfigMap", """{"metadata": {"name": "mine"}}""", true)]
    [InlineData("Pod", """{"metadata": {"name": "p", "ownerReferences": [{"kind": "ReplicaSet"}]}}""", false)]
    [InlineData("Pod", """{"metadata": {"name": "p"}}""", true)]
    [InlineData("Pod", """{"metadata": {"name": "p", "deletionTimestamp": "2026-01-01T00:00:00Z"}}""", false)]
    [InlineData("ServiceAccount", """{"metadata": {"name": "default"}}""", false)]
    [InlineData("Secret", """{"metadata": {"name": "t"}, "type": "kubernetes.io/service-account-token"}""", false)]
    [InlineData("Secret", """{"metadata": {"name": "t", "labels": {"cake-istio/revision": "1"}}}""", false)]
    [InlineData("Secret", """{"metadata": {"name": "t"}, "type": "Opaque"}""", true)]
    [InlineData("Secret", """{"metadata": {"name": "istio.default"}, "type": "istio.io/key-and-cert"}""", false)]
    [InlineData("Secret", """{"metadata": {"name": "istio-ca-secret"}, "type": "Opaque"}""", true)]
    [InlineData("ConfigMap", """{"metadata": {"name": "istio-ca-root-cert", "labels": {"istio.io/config": "true"}}}""", false)]
    [InlineData("ConfigMap", """{"metadata": {"name": "istio-ca-root-cert"}}""", true)]
    [InlineData("Lease", """{"metadata": {"name": "cake-istio"}}""", false)]
    public void What_the_cluster_and_installs_make_is_nobodys_own(string kind, string item, bool expected) =>
        Assert.Equal(expected, NamespaceRemoval.IsForeign(kind, Sample.Json(item)));

    [Theory]
    [InlineData("v1", "Secret", """{"metadata": {"name": "istio.bookinfo"}, "type": "istio.io/key-and-cert"}""", true)]
    [InlineData("v1", "Secret", """{"metadata": {"name": "istio.copy", "managedFields": [{"manager": "kubectl-create", "operation": "Update"}]}, "type": "istio.io/key-and-cert"}""", false)]
    [InlineData("v1", "Secret", """{"metadata": {"name": "istio-ca-secret"}, "type": "istio.io/ca-root"}""", true)]
    [InlineData("v1", "Secret", """{"metadata": {"name": "istio-ca-secret", "managedFields": [{"manager": "istio_ca"}, {"manager": "kubectl-annotate"}]}, "type": "istio.io/ca-root"}""", true)]
    [InlineData("v1", "Secret", """{"metadata": {"name": "istio-ca-secret", "managedFields": [{"manager": "kubectl"}]}, "type": "istio.io/ca-root"}""", false)]
    [InlineData("v1", "Secret", """{"metadata": {"name": "istio-ca-secret"}, "type": "Opaque"}""", false)]
    [InlineData("v1", "Secret", """{"metadata": {"name": "kiali"}, "type": "Opaque"}""", false)]
    [InlineData("v1", "ConfigMap", """{"metadata": {"name": "istio-security"}, "data": {"caTLSRootCert": "c"}}""", true)]
    [InlineData("v1", "ConfigMap", """{"metadata": {"name": "istio-security"}, "data": {"mine": "1"}}""", false)]
    [InlineData("v1", "ConfigMap", """{"metadata": {"name": "istio-ca-root-cert", "labels": {"istio.io/config": "true"}}}""", true)]
    [InlineData("v1", "ConfigMap", """{"metadata": {"name": "istio-ca-root-cert"}}""", false)]
    [InlineData("v1", "ConfigMap", """{"metadata": {"name": "istio-leader"}}""", true)]
    [InlineData("v1", "ConfigMap", """{"metadata": {"name": "istio-leader"}, "data": {"mine": "1"}}""", false)]
    [InlineData("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", """{"metadata": {"name": "istio-galley", "managedFields": [{"manager": "kubectl"}]}, "webhooks": [{"clientConfig": {"service": {"name": "istio-galley"}}}]}""", true)]
    [InlineData("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", """{"metadata": {"name": "istio-galley"}, "webhooks": [{"clientConfig": {"service": {"name": "mine"}}}]}""", false)]
    public void What_a_control_plane_makes_at_run_time_is_known_and_not_by_its_name_alone(string apiVersion, string kind, string item, bool expected)
    {
        Assert.Contains(RuntimeObjects.All, row => row.ApiVersion == apiVersion && row.Kind == kind);
        Assert.Equal(expected, RuntimeObjects.Have(kind, Sample.Json(item)));
    }

    [Fact]
    public async Task What_somebody_made_or_changed_under_the_names_of_the_mesh_stays_and_keeps_the_namespace()
    {
        await using var fixture = await InstallSampleAsync();
        await ApplyPayloadAsync(fixture, "kubectl-client-side-apply", "MeshPolicy", "default", """{"peers": [{"mtls": {"mode": "PERMISSIVE"}}]}""");
        await ApplyPayloadAsync(fixture, "user", "Policy", "grafana-ports-mtls-disabled", """{"targets": [{"name": "mine"}]}""");
        await fixture.ApplyAsAsync("alice", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "istio-security", "namespace": "istio-system"}, "data": {"mine": "1"}}""");
        await fixture.ApplyAsAsync("istio_ca", """{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "istio-ca-secret", "namespace": "istio-system"}, "type": "istio.io/ca-root"}""");

        var plan = await PlanAsync(fixture, purge: false);
        Assert.Equal(
            [
                "Policy istio-system/grafana-ports-mtls-disabled: it is not as a post-install Job applied it",
                "ConfigMap istio-system/istio-security: it is not what citadel makes",
            ],
            plan.Kept.Select(change => $"{change.Subject}: {change.Message}"));
        Assert.Equal(
            ["MeshPolicy default: applied by a post-install Job", "Secret istio-system/istio-ca-secret: made by citadel or istiod at run time"],
            plan.Deletions.Where(change => change.Message is not null).Select(change => $"{change.Subject}: {change.Message}"));
        RemovalLog.WritePlan(fixture.Log, (await fixture.RecordAsync())!, plan, purge: false);
        Assert.Equal(
            [
                "2 of them stand in no manifest and go all the same:", "  MeshPolicy default: applied by a post-install Job",
                "  Secret istio-system/istio-ca-secret: made by citadel or istiod at run time",
                "2 objects stay, because they are not the mesh's own:", "  Policy istio-system/grafana-ports-mtls-disabled: it is not as a post-install Job applied it",
                "  ConfigMap istio-system/istio-security: it is not what citadel makes",
            ],
            fixture.Log.Lines.Select(line => line.Text).SkipWhile(line => !line.StartsWith("2 of them", StringComparison.Ordinal)).Take(6));

        await RemoveAsync(fixture, plan);
        Assert.Null(await fixture.GetAsync(Authentication, "MeshPolicy", null, "default"));
        Assert.Null(await fixture.GetAsync("v1", "Secret", "istio-system", "istio-ca-secret"));
        Assert.Equal(
            ["ConfigMap istio-system/istio-security", "Policy istio-system/grafana-ports-mtls-disabled"],
            (await new NamespaceRemoval(fixture.Connection, fixture.Deadline, "istio-system").FindForeignAsync(fixture.Cancel)).Select(item => item.ToString()));
        Assert.Empty((await PlanAsync(fixture, purge: false)).Deletions);
    }

    [Fact]
    public async Task A_mesh_policy_that_somebody_changed_stays_and_dies_with_its_definition_only()
    {
        await using var fixture = await InstallSampleAsync();
        await ApplyPayloadAsync(fixture, "kubectl-client-side-apply", "MeshPolicy", "default", """{"peers": [{"mtls": {"mode": "PERMISSIVE"}}]}""");
        await fixture.PatchAsAsync("kubectl-patch", Authentication, "MeshPolicy", null, "default", """{"spec": {"peers": [{"mtls": {}}]}}""");

        Assert.Equal("MeshPolicy default", Assert.Single((await PlanAsync(fixture, purge: false)).Kept).Subject.ToString());
        var purge = await PlanAsync(fixture, purge: true);
        Assert.Empty(purge.Kept);
        Assert.Equal("MeshPolicy default", Assert.Single(purge.UserResources).ToString());
    }

    private static Task<JsonObject> ApplyPayloadAsync(SandboxFixture fixture, string manager, string kind, string name, string spec) => fixture.ApplyAsAsync(manager, $$"""
        {"apiVersion": "{{Authentication}}", "kind": "{{kind}}", "metadata": {"name": "{{name}}"{{(kind == "Policy" ? """, "namespace": "istio-system" """ : "")}}}, "spec": {{spec}}}
        """);

    private static async Task RemoveAsync(SandboxFixture fixture, RemovalPlan plan) =>
        (await new Remover(fixture.Connection, fixture.Deadline, new(fixture.Connection, "istio-system", purge: false), null, ReadinessOptions.DefaultStallTimeout).RemoveAsync(plan, fixture.Cancel)).EnsureSucceeded();

    private static async Task<SandboxFixture> InstallSampleAsync()
    {
        // Nobody makes anything at run time while a test looks.
        var fixture = await SandboxFixture.StartAsync(new() { Mesh = false });
        await fixture.InstallAsync(InstallRun.Options(), await SampleMesh.ReadAsync(fixture.Cancel));
        return fixture;
    }

    private static async Task<RemovalPlan> PlanAsync(SandboxFixture fixture, bool purge) =>
        await new RemovalPlanner(fixture.Connection, "istio-system", purge).PlanAsync((await fixture.RecordAsync())!, fixture.Cancel);
}
