using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Controllers.Pods;

namespace Cake.Istio.Sandbox.Tests.Controllers;

public sealed class PodTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_pod_is_bound_created_and_started()
    {
        await CreateAsync("p", "containers:[{name:'c',image:'img:1',resources:{requests:{cpu:'1'}}}],initContainers:[{name:'i',image:'init:1'}]");
        await _cluster.DrainAsync();
        var early = _cluster.Get(Resources.Pods, "p");
        await _cluster.SettleAsync();
        var pod = _cluster.Get(Resources.Pods, "p");

        Assert.Equal(("Pending", "PodInitializing", "Burstable"), (early.Phase(), Waiting(early), early.Text("status", "qosClass")));
        Assert.Equal("containers with incomplete status: [i]", Condition.Find(early["status"], "Initialized").Text("message"));
        Assert.Equal("containers with unready status: [c]", Condition.Find(early["status"], "Ready").Text("message"));
        Assert.Equal(("Running", "node-0", "10.244.0.2", "172.18.0.2"), (pod.Phase(), pod.NodeName(), pod.Text("status", "podIP"), pod.Text("status", "hostIP")));
        Assert.All((string[])["PodScheduled", "PodReadyToStartContainers", "Initialized", "ContainersReady", "Ready"], type => Assert.True(Condition.IsTrue(pod, type), type));
        Assert.Equal("Completed", pod.Objects("status", "initContainerStatuses").Single().Text("state", "terminated", "reason"));
        Assert.Equal(
            [
                "Scheduled: Successfully assigned n/p to node-0", "Pulled: Container image \"init:1\" already present on machine", "Created: Created container: i", "Started: Started container i",
                "Pulled: Container image \"img:1\" already present on machine", "Created: Created container: c", "Started: Started container c",
            ],
            _cluster.Events("Pod"));
    }

    [Theory]
    [InlineData(nameof(PodFailure.ErrImagePull), "Pending", "ErrImagePull", "rpc error: code = NotFound desc = failed to pull and unpack image \"img:1\"", "Failed: Error: ErrImagePull")]
    [InlineData(nameof(PodFailure.ImagePullBackOff), "Pending", "ImagePullBackOff", "Back-off pulling image \"img:1\": ErrImagePull: rpc error:", "BackOff: Back-off pulling image \"img:1\"")]
    [InlineData(nameof(PodFailure.InvalidImageName), "Pending", "InvalidImageName", "Failed to apply default image tag \"img:1\"", "InspectFailed: Failed to apply default image tag")]
    [InlineData(nameof(PodFailure.CreateContainerConfigError), "Pending", "CreateContainerConfigError", "secret \"s\" not found", "Failed: Error: secret \"s\" not found")]
    [InlineData(nameof(PodFailure.CrashLoopBackOff), "Running", "CrashLoopBackOff", "back-off 10s restarting failed container=c pod=p_n(", "BackOff: Back-off restarting failed container c in pod p_n(")]
    [InlineData(nameof(PodFailure.Error), "Running", "CrashLoopBackOff", "back-off 10s restarting failed container=c pod=p_n(", "BackOff: Back-off restarting failed container c in pod p_n(")]
    [InlineData(nameof(PodFailure.ContainerCreating), "Pending", "ContainerCreating", null, "FailedMount: MountVolume.SetUp failed for volume \"v\" : secret \"s\" not found")]
    public async Task A_pod_that_is_told_to_fail_says_so_and_recovers_once_the_fault_is_gone(string failure, string phase, string reason, string? message, string happened)
    {
        _cluster.Faults.Replace($"pod=p,reason={failure}");
        await CreateAsync("p", "containers:[{name:'c',image:'img:1'}],volumes:[{name:'v',secret:{secretName:'s'}}]");
        await _cluster.SettleAsync();
        var stuck = _cluster.Get(Resources.Pods, "p");
        var events = _cluster.Events("Pod").ToArray();
        _cluster.Faults.Replace("");
        await _cluster.SettleAsync();

        Assert.Equal((phase, reason, false), (stuck.Phase(), Waiting(stuck), stuck.IsReady()));
        if (message is not null)
            Assert.StartsWith(message, State(stuck, "waiting").Text("message"), StringComparison.Ordinal);
        Assert.Contains(events, text => text.StartsWith(happened, StringComparison.Ordinal));
        Assert.True(_cluster.Get(Resources.Pods, "p").IsReady());
    }

    [Fact]
    public async Task A_crashing_container_is_restarted_less_and_less_often()
    {
        _cluster.Faults.Replace("pod=p,reason=CrashLoopBackOff");
        await CreateAsync("p", "containers:[{name:'c',image:'img:1'}]");
        var restarts = new List<long?>();
        foreach (var seconds in (int[])[0, 11, 21, 41])
        {
            await _cluster.PassAsync(TimeSpan.FromSeconds(seconds));
            restarts.Add(_cluster.Get(Resources.Pods, "p").Objects("status", "containerStatuses").Single().Number("restartCount"));
        }

        Assert.Equal([1, 2, 3, 4], restarts);
    }

    [Fact]
    public async Task A_fault_with_an_end_heals_by_itself()
    {
        _cluster.Faults.Replace("pod=*,reason=ImagePullBackOff,for=30s");
        await CreateAsync("p", "containers:[{name:'c',image:'img:1'}]");
        await _cluster.SettleAsync();
        var before = _cluster.Get(Resources.Pods, "p").IsReady();
        await _cluster.PassAsync(TimeSpan.FromSeconds(29));

        Assert.Equal((false, true), (before, _cluster.Get(Resources.Pods, "p").IsReady()));
    }

    [Fact]
    public async Task A_pod_that_is_not_ready_runs_all_the_same()
    {
        _cluster.Faults.Replace("pod=p,reason=NotReady");
        await CreateAsync("p", "containers:[{name:'c',image:'img:1'}]");
        await _cluster.SettleAsync();
        var pod = _cluster.Get(Resources.Pods, "p");

        Assert.Equal(("Running", false), (pod.Phase(), pod.IsReady()));
        Assert.Contains("Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503", _cluster.Events("Pod"));
    }

    [Fact]
    public async Task A_pod_that_is_not_restarted_ends()
    {
        await CreateAsync("p", "restartPolicy:'Never',containers:[{name:'c',image:'img:1'}]");
        await _cluster.SettleAsync();
        var pod = _cluster.Get(Resources.Pods, "p");

        Assert.Equal(("Succeeded", "Completed", "PodCompleted"), (pod.Phase(), State(pod, "terminated").Text("reason"), Condition.Find(pod["status"], "Ready").Text("reason")));
    }

    [Theory]
    [InlineData("containers:[{name:'c',image:'i',resources:{requests:{cpu:'17'}}}]", "0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.")]
    [InlineData("nodeSelector:{disk:'ssd'},containers:[{name:'c',image:'i'}]", "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.")]
    public async Task A_pod_that_fits_no_node_says_why_and_waits_for_one(string spec, string why)
    {
        await CreateAsync("p", spec);
        await _cluster.SettleAsync();
        var pod = _cluster.Get(Resources.Pods, "p");

        Assert.Equal(("Unschedulable", why), (Condition.Find(pod["status"], "PodScheduled").Text("reason"), Condition.Find(pod["status"], "PodScheduled").Text("message")));
        Assert.Contains($"FailedScheduling: {why}", _cluster.Events("Pod"));

        await _cluster.ChangeAsync(Resources.Nodes, "node-1", node => node["metadata"]!["labels"]!["disk"] = "ssd");
        await _cluster.ChangeAsync(Resources.Nodes, "node-1", node => node["status"]!["allocatable"]!["cpu"] = "32", "status");
        await _cluster.SettleAsync();

        Assert.Equal("node-1", _cluster.Get(Resources.Pods, "p").NodeName());
    }

    [Fact]
    public async Task A_deleted_pod_is_stopped_first()
    {
        await CreateAsync("p", "containers:[{name:'c',image:'img:1'}]");
        await _cluster.SettleAsync();
        await _cluster.DeleteAsync(Resources.Pods, "p");
        await _cluster.DrainAsync();
        var stopping = _cluster.Find(Resources.Pods, "p");
        await _cluster.SettleAsync();

        Assert.True(stopping?.IsDeleting());
        Assert.Null(_cluster.Find(Resources.Pods, "p"));
        Assert.Contains("Killing: Stopping container c", _cluster.Events("Pod"));
    }

    [Fact]
    public async Task Every_pod_has_an_address_of_its_own()
    {
        for (var index = 0; index < 6; index++)
            await CreateAsync($"p{index}", "containers:[{name:'c',image:'img:1'}]");
        await _cluster.SettleAsync();

        Assert.Equal(6, _cluster.List(Resources.Pods).Select(pod => pod.Text("status", "podIP")).Distinct().Count());
    }

    private Task CreateAsync(string name, string spec) => _cluster.CreateAsync(Resources.Pods, $"{{apiVersion:'v1',kind:'Pod',metadata:{{name:'{name}'}},spec:{{{spec}}}}}");

    private static JsonNode? State(JsonObject pod, string state) => pod.Objects("status", "containerStatuses").First().At("state", state);

    private static string? Waiting(JsonObject pod) => State(pod, "waiting").Text("reason");
}
