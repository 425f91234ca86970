using System.Globalization;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Controllers.Pods;

namespace Cake.Istio.Sandbox.Tests.Controllers;

public sealed class DeploymentTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_deployment_becomes_available_through_a_replica_set()
    {
        await CreateAsync(replicas: 2);
        await _cluster.DrainAsync();
        var early = Deployment["status"];
        await _cluster.SettleAsync();

        Assert.Equal("MinimumReplicasUnavailable", Condition.Find(early, "Available").Text("reason"));
        Assert.Equal("2/2/2/2 of generation 1", Counts());
        Assert.Equal("1", Deployment.Annotation("deployment.kubernetes.io/revision"));
        var set = Assert.Single(_cluster.List(Resources.ReplicaSets));
        Assert.Equal(("web", "Deployment"), (OwnerReference.Controller(set).Text("name"), OwnerReference.Controller(set).Text("kind")));
        Assert.Equal(set.Name(), $"web-{set.Labels()["pod-template-hash"]}");
        Assert.All(_cluster.List(Resources.Pods), pod => Assert.True(pod.IsReady() && pod.Labels()["app"] == "web"));
        Assert.Equal(["Available True MinimumReplicasAvailable: Deployment has minimum availability.", $"Progressing True NewReplicaSetAvailable: ReplicaSet \"{set.Name()}\" has successfully progressed."], Conditions());
        Assert.Equal([$"ScalingReplicaSet: Scaled up replica set {set.Name()} from 0 to 2"], _cluster.Events("Deployment"));
    }

    [Fact]
    public async Task A_new_template_rolls_within_its_bounds()
    {
        await CreateAsync(replicas: 4, strategy: "{type:'RollingUpdate',rollingUpdate:{maxSurge:1,maxUnavailable:1}}");
        await _cluster.SettleAsync();
        await ImageAsync("img:2");

        var (most, least) = (0, int.MaxValue);
        for (var step = 0; step < 60; step++)
        {
            await _cluster.SettleAsync(TimeSpan.FromMilliseconds(50));
            var pods = _cluster.List(Resources.Pods).Where(pod => pod.IsActive()).ToArray();
            (most, least) = (Math.Max(most, pods.Length), Math.Min(least, pods.Count(pod => pod.IsReady())));
        }

        Assert.Equal((5, 3), (most, least));
        Assert.Equal("4/4/4/4 of generation 2", Counts());
        Assert.Equal("2", Deployment.Annotation("deployment.kubernetes.io/revision"));
        Assert.All(_cluster.List(Resources.Pods), pod => Assert.Equal("img:2", pod.Objects("spec", "containers").First().Text("image")));
        Assert.Equal([0L, 4L], _cluster.List(Resources.ReplicaSets).Select(set => set.Number("spec", "replicas")!.Value).Order());
    }

    [Fact]
    public async Task Going_back_to_an_old_template_takes_its_replica_set_again_under_a_new_revision()
    {
        await CreateAsync(replicas: 1);
        await _cluster.SettleAsync();
        var first = _cluster.List(Resources.ReplicaSets).Single().Name();
        await ImageAsync("img:2");
        await _cluster.SettleAsync();
        await ImageAsync("img:1");
        await _cluster.SettleAsync();

        var set = _cluster.Get(Resources.ReplicaSets, first);
        Assert.Equal(2, _cluster.List(Resources.ReplicaSets).Count);
        Assert.Equal(("3", "1"), (set.Annotation("deployment.kubernetes.io/revision"), set.Annotation("deployment.kubernetes.io/revision-history")));
        Assert.Equal("3", Deployment.Annotation("deployment.kubernetes.io/revision"));
    }

    [Fact]
    public async Task Recreate_ends_the_old_pods_before_it_makes_new_ones()
    {
        await CreateAsync(replicas: 2, strategy: "{type:'Recreate'}");
        await _cluster.SettleAsync();
        await ImageAsync("img:2");

        for (var step = 0; step < 60; step++)
        {
            await _cluster.SettleAsync(TimeSpan.FromMilliseconds(50));
            Assert.Single(_cluster.List(Resources.Pods).Select(pod => pod.Objects("spec", "containers").First().Text("image")).Distinct().DefaultIfEmpty("none"));
        }

        Assert.Equal("2/2/2/2 of generation 2", Counts());
    }

    [Fact]
    public async Task A_paused_deployment_scales_but_does_not_roll_until_it_is_resumed()
    {
        await CreateAsync(replicas: 1);
        await _cluster.SettleAsync();
        await _cluster.ChangeAsync(Resources.Deployments, "web", value => value["spec"]!["paused"] = true);
        await ImageAsync("img:2");
        await _cluster.ChangeAsync(Resources.Deployments, "web", value => value["spec"]!["replicas"] = 3);
        await _cluster.SettleAsync();
        var (paused, pods) = (Progressing(), _cluster.List(Resources.Pods).Select(pod => pod.Objects("spec", "containers").First().Text("image")).ToArray());
        await _cluster.ChangeAsync(Resources.Deployments, "web", value => value["spec"]!.AsObject().Remove("paused"));
        await _cluster.SettleAsync(TimeSpan.FromSeconds(5));

        Assert.Equal("Progressing Unknown DeploymentPaused: Deployment is paused", paused);
        Assert.Equal(["img:1", "img:1", "img:1"], pods);
        Assert.Equal("3/3/3/3 of generation 5", Counts());
        Assert.StartsWith("Progressing True NewReplicaSetAvailable", Progressing(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollout_without_progress_exceeds_its_deadline_and_recovers()
    {
        _cluster.Faults.Replace("pod=web-*,reason=ImagePullBackOff");
        await CreateAsync(replicas: 1, extra: ",progressDeadlineSeconds:60");
        await _cluster.SettleAsync();
        await _cluster.PassAsync(TimeSpan.FromSeconds(61));
        var stalled = Progressing();
        _cluster.Faults.Replace("");
        await _cluster.SettleAsync();

        Assert.Matches("^Progressing False ProgressDeadlineExceeded: ReplicaSet \"web-.*\" has timed out progressing.$", stalled);
        Assert.StartsWith("Progressing True NewReplicaSetAvailable", Progressing(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_replica_sets_beyond_the_history_limit_go()
    {
        await CreateAsync(replicas: 1, extra: ",revisionHistoryLimit:1");
        for (var version = 2; version <= 4; version++)
        {
            await _cluster.SettleAsync();
            await ImageAsync($"img:{version}");
        }
        await _cluster.SettleAsync(TimeSpan.FromSeconds(4));

        Assert.Equal(["3", "4"], _cluster.List(Resources.ReplicaSets).Select(set => set.Annotation("deployment.kubernetes.io/revision")!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_finished_deployment_is_left_in_peace()
    {
        await CreateAsync(replicas: 2);
        await _cluster.SettleAsync();
        var version = _cluster.Store.ResourceVersion;
        await _cluster.SettleAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(version, _cluster.Store.ResourceVersion);
    }

    [Fact]
    public async Task Deleting_it_takes_replica_sets_and_pods_along()
    {
        await CreateAsync(replicas: 2);
        await _cluster.SettleAsync();
        await _cluster.DeleteAsync(Resources.Deployments, "web", "Background");
        await _cluster.SettleAsync();

        Assert.Empty(_cluster.List(Resources.ReplicaSets));
        Assert.Empty(_cluster.List(Resources.Pods));
    }

    private JsonObject Deployment => _cluster.Get(Resources.Deployments, "web");

    private Task CreateAsync(int replicas, string strategy = "{type:'RollingUpdate'}", string extra = "") => _cluster.CreateAsync(
        Resources.Deployments,
        $"{{apiVersion:'apps/v1',kind:'Deployment',metadata:{{name:'web'}},spec:{{replicas:{replicas},selector:{{matchLabels:{{app:'web'}}}},strategy:{strategy}{extra},"
        + "template:{metadata:{labels:{app:'web'}},spec:{containers:[{name:'c',image:'img:1'},{name:'d',image:'side:1'}]}}}}");

    private Task ImageAsync(string image) => _cluster.ChangeAsync(
        Resources.Deployments, "web", value => value["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = image);

    private string Counts()
    {
        var status = Deployment["status"];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{status.Number("replicas")}/{status.Number("updatedReplicas")}/{status.Number("readyReplicas")}/{status.Number("availableReplicas")} of generation {status.Number("observedGeneration")}");
    }

    private string Progressing() => Conditions().Single(condition => condition.StartsWith("Progressing", StringComparison.Ordinal));

    private IEnumerable<string> Conditions() => Deployment.Objects("status", "conditions")
        .Select(item => $"{item.Text("type")} {item.Text("status")} {item.Text("reason")}: {item.Text("message")}");
}
