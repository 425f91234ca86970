using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Errors;
using Cake.Istio.Sandbox.Tests.Controllers;

namespace Cake.Istio.Sandbox.Tests.Admission;

public sealed class PodAdmissionTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_pod_gets_an_account_its_token_a_priority_and_tolerations()
    {
        var spec = (await PodAsync("containers:[{name:'c',image:'i'}]"))["spec"];
        var volume = spec.Objects("volumes").Single();

        Assert.Equal(("default", "default"), (spec.Text("serviceAccountName"), spec.Text("serviceAccount")));
        Assert.Matches("^kube-api-access-.{5}$", volume.Text("name"));
        Assert.Equal("/var/run/secrets/kubernetes.io/serviceaccount", spec.Objects("containers").Single().Objects("volumeMounts").Single().Text("mountPath"));
        Assert.Equal((0L, "PreemptLowerPriority"), (spec.Number("priority"), spec.Text("preemptionPolicy")));
        Assert.Equal(["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"], spec.Objects("tolerations").Select(toleration => toleration.Text("key")!));
    }

    [Fact]
    public async Task An_account_brings_its_pull_secrets_and_may_keep_its_token_back()
    {
        await _cluster.CreateAsync(Resources.ServiceAccounts, "{apiVersion:'v1',kind:'ServiceAccount',metadata:{name:'sa'},automountServiceAccountToken:false,imagePullSecrets:[{name:'pull'}]}");
        var spec = (await PodAsync("serviceAccountName:'sa',containers:[{name:'c',image:'i'}]"))["spec"];

        Assert.Equal("pull", spec.Objects("imagePullSecrets").Single().Text("name"));
        Assert.Empty(spec.Objects("volumes"));
    }

    [Theory]
    [InlineData("serviceAccountName:'nobody',", "pods \"p\" is forbidden: error looking up service account n/nobody: serviceaccount \"nobody\" not found")]
    [InlineData("priorityClassName:'high',", "pods \"p\" is forbidden: no PriorityClass with name high was found")]
    public async Task What_a_pod_refers_to_must_exist(string field, string message) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<StatusException>(() => PodAsync(field + "containers:[{name:'c',image:'i'}]"))).Message);

    [Fact]
    public async Task A_priority_class_gives_its_value()
    {
        var spec = (await PodAsync("priorityClassName:'system-cluster-critical',containers:[{name:'c',image:'i'}]"))["spec"];

        Assert.Equal(2_000_000_000, spec.Number("priority"));
    }

    [Fact]
    public async Task A_limit_range_fills_in_and_bounds()
    {
        await _cluster.CreateAsync(Resources.LimitRanges, "{apiVersion:'v1',kind:'LimitRange',metadata:{name:'l'},spec:{limits:[{type:'Container',default:{cpu:'500m'},defaultRequest:{cpu:'100m'},max:{cpu:'1'}}]}}");
        var container = (await PodAsync("containers:[{name:'c',image:'i'}]")).Objects("spec", "containers").Single();
        var refusal = await Assert.ThrowsAsync<StatusException>(() => PodAsync("containers:[{name:'c',image:'i',resources:{limits:{cpu:'2'}}}]", "q"));

        Assert.Equal(("500m", "100m"), (container.Text("resources", "limits", "cpu"), container.Text("resources", "requests", "cpu")));
        Assert.Equal("pods \"q\" is forbidden: maximum cpu usage per Container is 1, but limit is 2", refusal.Message);
    }

    [Fact]
    public async Task A_quota_on_a_resource_obliges_containers_to_name_it_and_counts_it()
    {
        await _cluster.CreateAsync(Resources.ResourceQuotas, "{apiVersion:'v1',kind:'ResourceQuota',metadata:{name:'q'},spec:{hard:{'requests.memory':'1Gi','count/services':'1'}}}");
        var silent = await Assert.ThrowsAsync<StatusException>(() => PodAsync("containers:[{name:'c',image:'i'}]"));
        await PodAsync("containers:[{name:'c',image:'i',resources:{requests:{memory:'768Mi'}}}]");
        var second = await Assert.ThrowsAsync<StatusException>(() => PodAsync("containers:[{name:'c',image:'i',resources:{requests:{memory:'512Mi'}}}]", "q"));

        Assert.Equal("pods \"p\" is forbidden: failed quota: q: must specify requests.memory for: c", silent.Message);
        Assert.Equal("pods \"q\" is forbidden: exceeded quota: q, requested: requests.memory=512Mi, used: requests.memory=768Mi, limited: requests.memory=1Gi", second.Message);
    }

    private Task<JsonObject> PodAsync(string spec, string name = "p") => _cluster.CreateAsync(Resources.Pods, $"{{apiVersion:'v1',kind:'Pod',metadata:{{name:'{name}'}},spec:{{{spec}}}}}");
}
