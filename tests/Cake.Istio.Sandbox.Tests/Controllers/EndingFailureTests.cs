using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Controllers.Pods;
using Cake.Istio.Sandbox.Controllers.Runtime;
using Cake.Istio.Sandbox.Controllers.Scheduling;

namespace Cake.Istio.Sandbox.Tests.Controllers;

/// <summary>A timer may fire a little early, so that a failure is still there when a pod is looked at and over a moment later: the pod is looked at again.</summary>
public sealed class EndingFailureTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData(nameof(PodFailure.CreateContainerConfigError))]
    [InlineData(nameof(PodFailure.ContainerCreating))]
    [InlineData(nameof(PodFailure.NotReady))]
    public async Task A_failure_that_ends_while_the_kubelet_looks_is_looked_at_again(string failure)
    {
        await CreateAsync();
        await _cluster.SettleAsync();
        var writes = new WriteExecutor(_cluster.Writer, new EventRecorder(_cluster.State, _cluster.Writer, _cluster.Time), ControllerIdentity.Kubelet);
        var kubelet = new Kubelet(_cluster.State, writes, new EndingFailure(Enum.Parse<PodFailure>(failure)), PodTimes.Default with { Start = TimeSpan.Zero }, _cluster.Time);

        Assert.NotNull(await kubelet.ReconcileAsync(new ObjectKey("n", "p"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_failure_that_ends_while_the_scheduler_looks_is_looked_at_again()
    {
        await CreateAsync();
        var writes = new WriteExecutor(_cluster.Writer, new EventRecorder(_cluster.State, _cluster.Writer, _cluster.Time), ControllerIdentity.Scheduler);
        using var scheduler = new Scheduler(_cluster.State, writes, new EndingFailure(PodFailure.Unschedulable), _cluster.Time);

        Assert.NotNull(await scheduler.ReconcileAsync(new ObjectKey("n", "p"), TestContext.Current.CancellationToken));
    }

    private Task CreateAsync() => _cluster.CreateAsync(Resources.Pods, "{apiVersion:'v1',kind:'Pod',metadata:{name:'p'},spec:{containers:[{name:'c',image:'img:1'}]}}");

    private sealed class EndingFailure(PodFailure failure) : IPodFailures
    {
        private bool _isOver;

        public PodFailure? For(JsonObject pod)
        {
            _isOver = true;
            return failure;
        }

        public TimeSpan? EndsIn(JsonObject pod) => _isOver ? null : TimeSpan.FromMilliseconds(1);
    }
}
