using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Controllers.Pods;

namespace Cake.Istio.Sandbox.Tests.Controllers;

public sealed class WorkloadTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_stateful_set_starts_its_pods_in_order_and_ends_them_in_reverse()
    {
        await StatefulSetAsync();
        await _cluster.DrainAsync();
        var first = Names();
        await _cluster.SettleAsync(TimeSpan.FromSeconds(3));
        var all = Names();
        await _cluster.ChangeAsync(Resources.StatefulSets, "db", set => set["spec"]!["replicas"] = 1);
        await _cluster.SettleAsync();

        Assert.Equal(["db-0"], first);
        Assert.Equal(["db-0", "db-1", "db-2"], all);
        Assert.Equal(["db-0"], Names());
        Assert.Equal(1, _cluster.Get(Resources.StatefulSets, "db").Number("status", "readyReplicas"));
    }

    [Fact]
    public async Task A_stateful_set_takes_a_new_template_from_the_last_pod_on()
    {
        await StatefulSetAsync();
        await _cluster.SettleAsync(TimeSpan.FromSeconds(3));
        await _cluster.ChangeAsync(Resources.StatefulSets, "db", set => set["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "img:2");
        await _cluster.SettleAsync(TimeSpan.FromMilliseconds(300));
        var half = Images();
        await _cluster.SettleAsync(TimeSpan.FromSeconds(5));
        var status = _cluster.Get(Resources.StatefulSets, "db")["status"];

        Assert.Equal(["img:1", "img:1", "img:2"], half);
        Assert.Equal(["img:2", "img:2", "img:2"], Images());
        Assert.Equal((3L, 3L), (status.Number("updatedReplicas"), status.Number("currentReplicas")));
        Assert.Equal(status.Text("updateRevision"), status.Text("currentRevision"));
    }

    [Fact]
    public async Task A_daemon_set_has_a_pod_on_every_node_it_fits_and_rolls()
    {
        await _cluster.CreateAsync(Resources.DaemonSets, """
            {apiVersion:'apps/v1',kind:'DaemonSet',metadata:{name:'ds'},spec:{selector:{matchLabels:{app:'ds'}},template:{metadata:{labels:{app:'ds'}},spec:{containers:[{name:'c',image:'img:1'}]}}}}
            """);
        await _cluster.SettleAsync();
        var nodes = _cluster.List(Resources.Pods).Select(pod => pod.NodeName()).Order(StringComparer.Ordinal).ToArray();
        await _cluster.ChangeAsync(Resources.DaemonSets, "ds", set => set["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "img:2");
        await _cluster.SettleAsync(TimeSpan.FromSeconds(4));
        var status = _cluster.Get(Resources.DaemonSets, "ds")["status"];

        Assert.Equal(["node-0", "node-1"], nodes);
        Assert.Equal(["img:2", "img:2"], Images());
        Assert.Equal((2L, 2L, 2L), (status.Number("desiredNumberScheduled"), status.Number("numberReady"), status.Number("updatedNumberScheduled")));
    }

    [Fact]
    public async Task An_autoscaler_says_that_there_are_no_metrics_and_keeps_its_bounds()
    {
        await DeploymentAsync(replicas: 1);
        await _cluster.CreateAsync(Resources.HorizontalPodAutoscalers, "{apiVersion:'autoscaling/v2',kind:'HorizontalPodAutoscaler',metadata:{name:'h'},spec:{minReplicas:1,maxReplicas:5,scaleTargetRef:{apiVersion:'apps/v1',kind:'Deployment',name:'web'}}}");
        await _cluster.CreateAsync(Resources.HorizontalPodAutoscalers, "{apiVersion:'autoscaling/v2',kind:'HorizontalPodAutoscaler',metadata:{name:'lost'},spec:{maxReplicas:5,scaleTargetRef:{apiVersion:'apps/v1',kind:'Deployment',name:'nobody'}}}");
        await _cluster.SettleAsync();
        var (status, lost) = (_cluster.Get(Resources.HorizontalPodAutoscalers, "h")["status"], _cluster.Get(Resources.HorizontalPodAutoscalers, "lost")["status"]);
        await _cluster.ChangeAsync(Resources.HorizontalPodAutoscalers, "h", value => value["spec"]!["minReplicas"] = 3);
        await _cluster.SettleAsync();

        Assert.Equal((1L, "FailedGetResourceMetric"), (status.Number("currentReplicas"), Condition.Find(status, "ScalingActive").Text("reason")));
        Assert.Equal("the HPA controller was unable to get the target's current scale: deployments.apps \"nobody\" not found", Condition.Find(lost, "AbleToScale").Text("message"));
        Assert.Equal(3, _cluster.Get(Resources.Deployments, "web").Number("status", "availableReplicas"));
        Assert.Contains("SuccessfulRescale: New size: 3; reason: Current number of replicas below Spec.MinReplicas", _cluster.Events("HorizontalPodAutoscaler"));
    }

    [Theory]
    [InlineData("minAvailable:1", 1, 2)]
    [InlineData("minAvailable:'50%'", 2, 1)]
    [InlineData("maxUnavailable:1", 2, 1)]
    [InlineData("minAvailable:3", 3, 0)]
    public async Task A_budget_counts_what_can_be_spared(string bound, long desired, long allowed)
    {
        await DeploymentAsync(replicas: 3);
        await _cluster.CreateAsync(Resources.PodDisruptionBudgets, $"{{apiVersion:'policy/v1',kind:'PodDisruptionBudget',metadata:{{name:'b'}},spec:{{{bound},selector:{{matchLabels:{{app:'web'}}}}}}}}");
        await _cluster.SettleAsync();
        var status = _cluster.Get(Resources.PodDisruptionBudgets, "b")["status"];

        Assert.Equal((3L, 3L, desired, allowed), (status.Number("expectedPods"), status.Number("currentHealthy"), status.Number("desiredHealthy"), status.Number("disruptionsAllowed")));
        Assert.Equal(allowed > 0 ? "SufficientPods" : "InsufficientPods", Condition.Find(status, "DisruptionAllowed").Text("reason"));
    }

    [Fact]
    public async Task A_replica_set_without_quota_for_its_pods_says_so_and_goes_on_when_there_is_some()
    {
        await _cluster.CreateAsync(Resources.ResourceQuotas, "{apiVersion:'v1',kind:'ResourceQuota',metadata:{name:'q'},spec:{hard:{pods:'1',configmaps:'10'}}}");
        await DeploymentAsync(replicas: 2);
        await _cluster.SettleAsync();
        var (deployment, quota) = (_cluster.Get(Resources.Deployments, "web"), _cluster.Get(Resources.ResourceQuotas, "q"));
        await _cluster.ChangeAsync(Resources.ResourceQuotas, "q", value => value["spec"]!["hard"]!["pods"] = "2");
        await _cluster.PassAsync(TimeSpan.FromSeconds(30));

        Assert.Equal("FailedCreate", Condition.Find(deployment["status"], "ReplicaFailure").Text("reason"));
        Assert.Contains(_cluster.Events("ReplicaSet"), text => text.EndsWith("is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1", StringComparison.Ordinal));
        Assert.Equal(("1", "2"), (quota.Text("status", "used", "pods"), quota.Text("status", "used", "configmaps")));
        Assert.Equal(2, _cluster.Get(Resources.Deployments, "web").Number("status", "availableReplicas"));
        Assert.Null(Condition.Find(_cluster.Get(Resources.Deployments, "web")["status"], "ReplicaFailure"));
    }

    [Fact]
    public async Task Events_go_after_an_hour()
    {
        await DeploymentAsync(replicas: 1);
        await _cluster.SettleAsync();
        var before = _cluster.List(Resources.Events).Count;
        await _cluster.PassAsync(TimeSpan.FromMinutes(61));

        Assert.True(before > 0);
        Assert.Empty(_cluster.List(Resources.Events));
    }

    [Fact]
    public async Task A_definition_whose_names_are_taken_is_not_established()
    {
        await DefinitionAsync("as", "A", "x");
        await _cluster.DrainAsync();
        await DefinitionAsync("bs", "B", "x");
        await _cluster.DrainAsync();
        var status = _cluster.Get(Resources.CustomResourceDefinitions, "bs.one.example")["status"];

        Assert.Equal(("ShortNamesConflict", "\"x\" is already in use"), (Condition.Find(status, "NamesAccepted").Text("reason"), Condition.Find(status, "NamesAccepted").Text("message")));
        Assert.Equal("NotAccepted", Condition.Find(status, "Established").Text("reason"));
        Assert.True(Condition.IsTrue(_cluster.Get(Resources.CustomResourceDefinitions, "as.one.example"), "Established"));
    }

    private Task DefinitionAsync(string plural, string kind, string shortName) => _cluster.CreateAsync(
        Resources.CustomResourceDefinitions,
        $"{{apiVersion:'apiextensions.k8s.io/v1',kind:'CustomResourceDefinition',metadata:{{name:'{plural}.one.example'}},spec:{{group:'one.example',scope:'Namespaced',"
        + $"names:{{plural:'{plural}',singular:'{kind.ToLowerInvariant()}',kind:'{kind}',listKind:'{kind}List',shortNames:['{shortName}']}},"
        + "versions:[{name:'v1',served:true,storage:true,schema:{openAPIV3Schema:{type:'object'}}}]}}");

    private Task StatefulSetAsync() => _cluster.CreateAsync(Resources.StatefulSets, """
        {apiVersion:'apps/v1',kind:'StatefulSet',metadata:{name:'db'},spec:{replicas:3,serviceName:'db',selector:{matchLabels:{app:'db'}},
         template:{metadata:{labels:{app:'db'}},spec:{containers:[{name:'c',image:'img:1'}]}}}}
        """);

    private Task DeploymentAsync(int replicas) => _cluster.CreateAsync(
        Resources.Deployments,
        $"{{apiVersion:'apps/v1',kind:'Deployment',metadata:{{name:'web'}},spec:{{replicas:{replicas},selector:{{matchLabels:{{app:'web'}}}},"
        + "template:{metadata:{labels:{app:'web'}},spec:{containers:[{name:'c',image:'img:1'}]}}}}");

    private IEnumerable<string> Names() => _cluster.List(Resources.Pods).Where(pod => pod.IsActive()).Select(pod => pod.Name());

    private IEnumerable<string?> Images() => _cluster.List(Resources.Pods).Where(pod => pod.IsActive()).Select(pod => pod.Objects("spec", "containers").First().Text("image"));
}
