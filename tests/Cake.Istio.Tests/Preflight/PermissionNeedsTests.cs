using Cake.Istio.Apply;
using Cake.Istio.Preflight.Permissions;

namespace Cake.Istio.Tests.Preflight;

public sealed class PermissionNeedsTests
{
    private const string Mesh = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: gateways.networking.istio.io}
        spec: {group: networking.istio.io, names: {kind: Gateway, plural: gateways}}
        ---
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: a, namespace: istio-system}
        ---
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: b, namespace: istio-system}
        """;

    [Fact]
    public void What_is_made_needs_create_and_patch_and_a_kind_to_come_is_named_by_its_definition()
    {
        var needs = PermissionNeeds.Of(Planned.Created(Mesh), "istio-system", default);
        Assert.Equal(["a", "b"], needs[new("create", "networking.istio.io", "gateways", "istio-system")]);
        Assert.Contains(new("patch", "networking.istio.io", "gateways", "istio-system"), needs.Keys);
        Assert.DoesNotContain(needs.Keys, need => need.Verb is "delete" or "list" && need.Group == "networking.istio.io");
    }

    [Fact]
    public void The_installer_needs_its_record_its_lock_and_its_revisions()
    {
        var needs = PermissionNeeds.Of([], "istio-system", new(Waits: true, Lists: false, Gets: false));
        Assert.Contains(new("update", "coordination.k8s.io", "leases", "istio-system"), needs.Keys);
        Assert.Contains(new("patch", "", "configmaps", "istio-system"), needs.Keys);
        Assert.Contains(new("delete", "", "secrets", "istio-system"), needs.Keys);
    }

    [Theory]
    [InlineData(ChangeAction.Configured, WriteMode.Apply, "patch")]
    [InlineData(ChangeAction.Configured, WriteMode.Recreate, "create delete patch")]
    [InlineData(ChangeAction.Deleted, WriteMode.Apply, "delete")]
    [InlineData(ChangeAction.Unchanged, WriteMode.Apply, "")]
    public void Each_change_needs_its_verbs(ChangeAction action, object mode, string verbs)
    {
        const string Job = "{apiVersion: batch/v1, kind: Job, metadata: {name: a, namespace: istio-system}}";
        var change = Planned.Changed(Job, Job, action) with { Mode = (WriteMode)mode, Resource = new("batch", "v1", "Job", "jobs", true, []) };
        var needs = PermissionNeeds.Of([change], "istio-system", default);
        Assert.Equal(verbs, string.Join(' ', needs.Keys.Where(need => need.Resource == "jobs").Select(need => need.Verb).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Waiting_needs_to_watch_and_a_plan_that_could_not_be_made_needs_to_list()
    {
        const string Deployment = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: istio-system}}";
        var change = Planned.Created(Deployment)[0] with { Resource = new("apps", "v1", "Deployment", "deployments", true, []) };
        Assert.Contains(new("watch", "apps", "deployments", "istio-system"), PermissionNeeds.Of([change], "istio-system", new(Waits: true, Lists: false, Gets: false)).Keys);
        Assert.Contains(new("list", "apps", "deployments", "istio-system"), PermissionNeeds.Of([change], "istio-system", new(Waits: false, Lists: true, Gets: false)).Keys);
        Assert.DoesNotContain(new("list", "apps", "deployments", "istio-system"), PermissionNeeds.Of([change], "istio-system", default).Keys);
    }

    [Fact]
    public void What_kubectl_writes_it_reads_before() =>
        Assert.Contains(new("get", "networking.istio.io", "gateways", "istio-system"), PermissionNeeds.Of(Planned.Created(Mesh), "istio-system", new(Waits: false, Lists: false, Gets: true)).Keys);
}
