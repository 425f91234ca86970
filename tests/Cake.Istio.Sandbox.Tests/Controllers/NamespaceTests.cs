using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Errors;

namespace Cake.Istio.Sandbox.Tests.Controllers;

public sealed class NamespaceTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_namespace_has_its_account_and_bundles_and_gets_them_back()
    {
        var before = _cluster.List(Resources.ConfigMaps).Select(map => map.Name()).ToArray();
        await _cluster.DeleteAsync(Resources.ConfigMaps, "kube-root-ca.crt");
        await _cluster.DrainAsync();

        Assert.Equal(["kube-root-ca.crt", "openshift-service-ca.crt"], before);
        Assert.Equal("PEM", _cluster.Get(Resources.ConfigMaps, "kube-root-ca.crt").Text("data", "ca.crt"));
        Assert.Equal(["default"], _cluster.List(Resources.ServiceAccounts).Select(account => account.Name()));
    }

    [Fact]
    public async Task A_namespace_that_goes_says_what_holds_it_and_takes_no_new_content()
    {
        await _cluster.CreateAsync(Resources.ConfigMaps, "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'held',finalizers:['example.com/hold']}}");
        await _cluster.CreateAsync(Resources.Pods, "{apiVersion:'v1',kind:'Pod',metadata:{name:'p'},spec:{containers:[{name:'c',image:'i'}]}}");
        await _cluster.SettleAsync();
        await _cluster.DeleteAsync(Resources.Namespaces, "n");
        await _cluster.SettleAsync();
        var status = _cluster.Get(Resources.Namespaces, "n")["status"];
        var refusal = await Assert.ThrowsAsync<StatusException>(() => _cluster.CreateAsync(Resources.ConfigMaps, "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'late'}}"));
        await _cluster.ChangeAsync(Resources.ConfigMaps, "held", value => value["metadata"]!.AsObject().Remove("finalizers"));
        await _cluster.SettleAsync();

        Assert.Equal("Terminating", status.Text("phase"));
        Assert.Equal("Some resources are remaining: configmaps. has 1 resource instances", Condition.Find(status, "NamespaceContentRemaining").Text("message"));
        Assert.Equal(
            "Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances", Condition.Find(status, "NamespaceFinalizersRemaining").Text("message"));
        Assert.Equal("configmaps \"late\" is forbidden: unable to create new content in namespace n because it is being terminated", refusal.Message);
        Assert.Null(_cluster.Find(Resources.Namespaces, "n"));
    }

    [Fact]
    public void The_cluster_has_its_system_objects_from_the_start()
    {
        Assert.Equal(["default", "kube-node-lease", "kube-public", "kube-system", "n"], _cluster.State.List(Resources.Namespaces).Select(item => item.Name()));
        Assert.Equal(["node-0", "node-1"], _cluster.State.List(Resources.Nodes).Select(item => item.Name()));
        Assert.Equal("10.96.0.1", _cluster.State.Get(Resources.Services, "default", "kubernetes").Text("spec", "clusterIP"));
    }
}
