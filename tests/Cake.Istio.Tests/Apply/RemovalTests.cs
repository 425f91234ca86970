using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Apply.Removal;
using Cake.Istio.Cluster;
using Cake.Istio.Errors;
using Microsoft.Extensions.Time.Testing;

namespace Cake.Istio.Tests.Apply;

public sealed class RemovalTests
{
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
        var changes = await new Remover(fixture.Connection, fixture.Deadline, new(fixture.Connection, "istio-system", purge: false), null).RemoveAsync(plan, fixture.Cancel);
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
        (await new Remover(fixture.Connection, fixture.Deadline, new(fixture.Connection, "istio-system", purge: false), null).RemoveAsync(plan, fixture.Cancel)).EnsureSucceeded();
        Assert.Empty((await fixture.Connection.ListAsync(await fixture.FindAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition"), null, null, fixture.Cancel)).Items);
    }

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
        (await new Remover(fixture.Connection, fixture.Deadline, new(fixture.Connection, "istio-system", purge: false), null).RemoveAsync(await PlanAsync(fixture, purge: false), fixture.Cancel)).EnsureSucceeded();

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
    [InlineData("Lease", """{"metadata": {"name": "cake-istio"}}""", false)]
    public void What_the_cluster_and_installs_make_is_nobodys_own(string kind, string item, bool expected) =>
        Assert.Equal(expected, NamespaceRemoval.IsForeign(kind, Sample.Json(item)));

    [Theory]
    [InlineData("v1", "Secret", """{"metadata": {"name": "istio.bookinfo"}, "type": "istio.io/key-and-cert"}""", true)]
    [InlineData("v1", "Secret", """{"metadata": {"name": "istio-ca-secret"}, "type": "istio.io/ca-root"}""", true)]
    [InlineData("v1", "Secret", """{"metadata": {"name": "kiali"}, "type": "Opaque"}""", false)]
    [InlineData("v1", "ConfigMap", """{"metadata": {"name": "istio-ca-root-cert", "labels": {"istio.io/config": "true"}}}""", true)]
    [InlineData("v1", "ConfigMap", """{"metadata": {"name": "istio-ca-root-cert"}}""", false)]
    [InlineData("v1", "ConfigMap", """{"metadata": {"name": "istio-leader"}}""", true)]
    [InlineData("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", """{"metadata": {"name": "istio-galley"}}""", true)]
    public void What_a_control_plane_makes_at_run_time_is_known(string apiVersion, string kind, string item, bool expected) =>
        Assert.Equal(expected, RuntimeObjects.All.Any(row => row.ApiVersion == apiVersion && row.Kind == kind && row.IsIt((JsonObject)JsonNode.Parse(item)!)));

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
