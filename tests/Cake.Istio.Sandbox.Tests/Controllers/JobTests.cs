using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Controllers.Pods;

namespace Cake.Istio.Sandbox.Tests.Controllers;

public sealed class JobTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_job_runs_its_pod_and_completes()
    {
        await CreateAsync("");
        await _cluster.DrainAsync();
        var running = Job["status"];
        await _cluster.SettleAsync();

        Assert.Equal((1L, 0L), (running.Number("active"), running.Number("ready")));
        Assert.Equal(["SuccessCriteriaMet CompletionsReached", "Complete CompletionsReached"], Conditions());
        Assert.Equal((1L, null, null), (Job.Number("status", "succeeded"), Job.Number("status", "active"), Job.Number("status", "failed")));
        Assert.NotNull(Job.Time("status", "completionTime"));
        var pod = Assert.Single(_cluster.List(Resources.Pods));
        Assert.Equal(("Succeeded", "j"), (pod.Phase(), pod.Labels()["batch.kubernetes.io/job-name"]));
        Assert.Equal([$"SuccessfulCreate: Created pod: {pod.Name()}", "Completed: Job completed"], _cluster.Events("Job"));
    }

    [Fact]
    public async Task Several_completions_run_as_many_at_once_as_allowed()
    {
        await CreateAsync("completions:5,parallelism:2,");
        var most = 0;
        for (var step = 0; step < 100; step++)
        {
            await _cluster.SettleAsync(TimeSpan.FromMilliseconds(50));
            most = Math.Max(most, _cluster.List(Resources.Pods).Count(pod => pod.IsActive()));
        }

        Assert.Equal((2, 5L), (most, Job.Number("status", "succeeded")));
        Assert.Equal(5, _cluster.List(Resources.Pods).Count);
    }

    [Fact]
    public async Task A_job_whose_pods_fail_backs_off_and_fails_in_the_end()
    {
        _cluster.Faults.Replace("pod=j-*,reason=Error");
        await CreateAsync("backoffLimit:2,");
        await _cluster.SettleAsync();
        var first = _cluster.List(Resources.Pods).Count;
        await _cluster.PassAsync(TimeSpan.FromSeconds(10));
        var second = _cluster.List(Resources.Pods).Count;
        await _cluster.PassAsync(TimeSpan.FromSeconds(20));

        Assert.Equal((1, 2, 3), (first, second, _cluster.List(Resources.Pods).Count));
        Assert.Equal(["FailureTarget BackoffLimitExceeded", "Failed BackoffLimitExceeded"], Conditions());
        Assert.Equal(3, Job.Number("status", "failed"));
        Assert.Contains("BackoffLimitExceeded: Job has reached the specified backoff limit", _cluster.Events("Job"));
    }

    [Fact]
    public async Task A_job_that_takes_too_long_is_ended()
    {
        _cluster.Faults.Replace("pod=j-*,reason=ImagePullBackOff");
        await CreateAsync("activeDeadlineSeconds:30,");
        await _cluster.SettleAsync();
        await _cluster.PassAsync(TimeSpan.FromSeconds(31));

        Assert.Equal(["FailureTarget DeadlineExceeded", "Failed DeadlineExceeded"], Conditions());
        Assert.Empty(_cluster.List(Resources.Pods));
    }

    [Fact]
    public async Task A_finished_job_goes_when_its_time_to_live_is_over()
    {
        await CreateAsync("ttlSecondsAfterFinished:60,");
        await _cluster.SettleAsync();
        var kept = _cluster.Find(Resources.Jobs, "j");
        await _cluster.PassAsync(TimeSpan.FromSeconds(61));

        Assert.NotNull(kept);
        Assert.Null(_cluster.Find(Resources.Jobs, "j"));
        Assert.Empty(_cluster.List(Resources.Pods));
    }

    [Fact]
    public async Task A_suspended_job_waits_until_it_is_resumed()
    {
        await CreateAsync("suspend:true,");
        await _cluster.SettleAsync();
        var (pods, suspended) = (_cluster.List(Resources.Pods).Count, Conditions().Single());
        await _cluster.ChangeAsync(Resources.Jobs, "j", job => job["spec"]!["suspend"] = false);
        await _cluster.SettleAsync();

        Assert.Equal((0, "Suspended JobSuspended"), (pods, suspended));
        Assert.True(Condition.IsTrue(Job, "Complete"));
    }

    private JsonObject Job => _cluster.Get(Resources.Jobs, "j");

    private Task CreateAsync(string spec) => _cluster.CreateAsync(
        Resources.Jobs, $"{{apiVersion:'batch/v1',kind:'Job',metadata:{{name:'j'}},spec:{{{spec}template:{{spec:{{restartPolicy:'Never',containers:[{{name:'k',image:'x:1'}}]}}}}}}}}");

    private IEnumerable<string> Conditions() =>
        Job.Objects("status", "conditions").Where(item => item.Text("status") == "True").Select(item => $"{item.Text("type")} {item.Text("reason")}");
}
