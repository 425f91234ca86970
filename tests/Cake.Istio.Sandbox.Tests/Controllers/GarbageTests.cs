using Cake.Istio.Sandbox.Controllers.Objects;

namespace Cake.Istio.Sandbox.Tests.Controllers;

public sealed class GarbageTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_dependent_goes_with_its_last_owner()
    {
        var (one, two) = (await MapAsync("one"), await MapAsync("two"));
        await MapAsync("child", $"{{apiVersion:'v1',kind:'ConfigMap',name:'one',uid:'{one}'}},{{apiVersion:'v1',kind:'ConfigMap',name:'two',uid:'{two}'}}");

        await _cluster.DeleteAsync(Resources.ConfigMaps, "one");
        await _cluster.DrainAsync();
        var left = _cluster.Get(Resources.ConfigMaps, "child").Objects("metadata", "ownerReferences").Select(reference => reference.Text("name")).ToArray();
        await _cluster.DeleteAsync(Resources.ConfigMaps, "two");
        await _cluster.DrainAsync();

        Assert.Equal(["two"], left);
        Assert.Null(_cluster.Find(Resources.ConfigMaps, "child"));
    }

    [Fact]
    public async Task In_the_foreground_the_owner_waits_for_those_that_block_it()
    {
        var owner = await MapAsync("owner");
        await MapAsync("child", $"{{apiVersion:'v1',kind:'ConfigMap',name:'owner',uid:'{owner}',blockOwnerDeletion:true}}", "finalizers:['example.com/hold'],");
        await _cluster.DeleteAsync(Resources.ConfigMaps, "owner", "Foreground");
        await _cluster.DrainAsync();
        var waiting = _cluster.Get(Resources.ConfigMaps, "owner");
        var child = _cluster.Get(Resources.ConfigMaps, "child");
        await _cluster.ChangeAsync(Resources.ConfigMaps, "child", value => value["metadata"]!.AsObject().Remove("finalizers"));
        await _cluster.DrainAsync();

        Assert.Equal(["foregroundDeletion"], waiting.Texts("metadata", "finalizers"));
        Assert.True(child.IsDeleting());
        Assert.Null(_cluster.Find(Resources.ConfigMaps, "child"));
        Assert.Null(_cluster.Find(Resources.ConfigMaps, "owner"));
    }

    [Fact]
    public async Task An_object_in_no_namespace_holds_an_owner_in_one_and_lets_it_go_when_it_is_deleted()
    {
        var owner = await MapAsync("owner");
        await _cluster.CreateAsync(
            Resources.ValidatingWebhooks,
            $"{{apiVersion:'admissionregistration.k8s.io/v1',kind:'ValidatingWebhookConfiguration',metadata:{{name:'w',ownerReferences:[{{apiVersion:'v1',kind:'ConfigMap',name:'owner',uid:'{owner}',blockOwnerDeletion:true}}]}}}}");
        await _cluster.DeleteAsync(Resources.ConfigMaps, "owner", "Foreground");
        await _cluster.DrainAsync();
        Assert.NotNull(_cluster.Find(Resources.ConfigMaps, "owner"));

        await _cluster.DeleteAsync(Resources.ValidatingWebhooks, "w");
        await _cluster.DrainAsync();
        Assert.Null(_cluster.Find(Resources.ConfigMaps, "owner"));
    }

    [Fact]
    public async Task Orphans_stay_without_their_owner()
    {
        var owner = await MapAsync("owner");
        await MapAsync("child", $"{{apiVersion:'v1',kind:'ConfigMap',name:'owner',uid:'{owner}'}}");
        await _cluster.DeleteAsync(Resources.ConfigMaps, "owner", "Orphan");
        await _cluster.DrainAsync();

        Assert.Null(_cluster.Find(Resources.ConfigMaps, "owner"));
        Assert.Empty(_cluster.Get(Resources.ConfigMaps, "child").Objects("metadata", "ownerReferences"));
    }

    [Fact]
    public async Task A_reference_to_another_object_of_the_same_name_does_not_count()
    {
        await MapAsync("owner");
        await MapAsync("child", "{apiVersion:'v1',kind:'ConfigMap',name:'owner',uid:'11111111-1111-1111-1111-111111111111'}");
        await _cluster.DrainAsync();

        Assert.Null(_cluster.Find(Resources.ConfigMaps, "child"));
    }

    [Fact]
    public async Task An_owner_of_a_kind_that_nobody_serves_holds_its_dependent()
    {
        await MapAsync("child", "{apiVersion:'example.com/v1',kind:'Thing',name:'owner',uid:'11111111-1111-1111-1111-111111111111'}");
        await _cluster.DrainAsync();

        Assert.NotNull(_cluster.Find(Resources.ConfigMaps, "child"));
    }

    [Fact]
    public async Task Orphaned_replica_sets_are_adopted_again_by_a_deployment_with_their_template()
    {
        const string Web = "{apiVersion:'apps/v1',kind:'Deployment',metadata:{name:'web'},spec:{selector:{matchLabels:{app:'web'}},template:{metadata:{labels:{app:'web'}},spec:{containers:[{name:'c',image:'i'}]}}}}";
        await _cluster.CreateAsync(Resources.Deployments, Web);
        await _cluster.SettleAsync();
        var pod = _cluster.List(Resources.Pods).Single().Uid();
        await _cluster.DeleteAsync(Resources.Deployments, "web", "Orphan");
        await _cluster.SettleAsync();
        var left = _cluster.List(Resources.Pods).Count;
        await _cluster.CreateAsync(Resources.Deployments, Web);
        await _cluster.SettleAsync();

        Assert.Equal(1, left);
        Assert.Equal(pod, _cluster.List(Resources.Pods).Single().Uid());
        Assert.Equal(1, _cluster.Get(Resources.Deployments, "web").Number("status", "availableReplicas"));
    }

    private async Task<string> MapAsync(string name, string owners = "", string metadata = "") => (await _cluster.CreateAsync(
        Resources.ConfigMaps, $"{{apiVersion:'v1',kind:'ConfigMap',metadata:{{name:'{name}',{metadata}ownerReferences:[{owners}]}}}}")).Uid();
}
