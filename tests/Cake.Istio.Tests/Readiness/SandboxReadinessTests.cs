using System.Collections.Concurrent;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Readiness;
using Cake.Istio.Sandbox;
using Cake.Istio.Tests.Cluster;

namespace Cake.Istio.Tests.Readiness;

/// <summary>The tracker against the sandbox's simulated controllers.</summary>
public sealed class SandboxReadinessTests : IAsyncLifetime, IProgress<ReadinessEvent>
{
    private readonly Kubeconfigs _files = new();
    private readonly ConcurrentQueue<ReadinessEvent> _events = new();
    private readonly RunDeadline _deadline = new(TimeSpan.FromSeconds(40), TimeProvider.System, TestContext.Current.CancellationToken);
    private Sandbox.Sandbox _sandbox = null!;
    private ClusterConnection _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        _cluster = await _files.ConnectAsync(new() { Kubeconfig = _sandbox.Kubeconfig });
    }

    public async ValueTask DisposeAsync()
    {
        _cluster.Dispose();
        _deadline.Dispose();
        await _sandbox.DisposeAsync();
        _files.Dispose();
    }

    void IProgress<ReadinessEvent>.Report(ReadinessEvent value) => _events.Enqueue(value);

    [Fact]
    public async Task Everything_that_a_mesh_consists_of_becomes_ready()
    {
        var objects = await ApplyAsync("""
            {apiVersion: v1, kind: Namespace, metadata: {name: t}}
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.x.io}
            spec: {group: x.io, names: {kind: Thing, plural: things}, scope: Namespaced, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: app, namespace: t}
            spec: {replicas: 2, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: main, image: 'r.io/app:1'}]}}}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: job, namespace: t}
            spec: {template: {spec: {restartPolicy: OnFailure, containers: [{name: main, image: 'r.io/job:1'}]}}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: s, namespace: t}, spec: {type: LoadBalancer, selector: {a: b}, ports: [{port: 80}]}}
            """);

        var outcome = await WaitAsync(objects);

        outcome.ThrowIfNotReady();
        Assert.Equal(
            ["is active", "is established", "2 of 2 replicas are ready", "completed, 1 of 1 pods succeeded", "is reachable in the cluster"],
            outcome.Objects.Select(one => one.Result.Message));
        Assert.Empty(_events.OfType<ObjectStuck>());
    }

    [Fact]
    public async Task A_pod_that_fits_no_node_is_told_within_seconds()
    {
        var objects = await ApplyAsync("""
            {apiVersion: v1, kind: Namespace, metadata: {name: t}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: app, namespace: t}
            spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {nodeSelector: {moon: base}, containers: [{name: main, image: 'r.io/app:1'}]}}}
            """);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token);

        var wait = new ReadinessTracker(_cluster, _deadline, new(), _files.Log).WaitAsync(objects, this, cancel.Token);
        while (!_events.OfType<ObjectStuck>().Any())
            await Task.Delay(10, _deadline.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        var told = Assert.Single(_events.OfType<ObjectStuck>()).Report;
        Assert.Equal(("Unschedulable", true), (told.Reason, told.CanHeal));
        Assert.StartsWith("app-", told.Pod, StringComparison.Ordinal);
        Assert.Contains(told.Events, one => one.Contains("FailedScheduling", StringComparison.Ordinal));
    }

    private Task<ReadinessOutcome> WaitAsync(IReadOnlyCollection<ObjectRef> objects) =>
        new ReadinessTracker(_cluster, _deadline, new(), _files.Log).WaitAsync(objects, this, _deadline.Token);

    private async Task<IReadOnlyCollection<ObjectRef>> ApplyAsync(string manifest)
    {
        var discovery = await _cluster.DiscoverAsync(refresh: false, _deadline.Token);
        var objects = ManifestReader.Parse(manifest, "test.yaml").Objects;
        foreach (var one in objects)
            await _cluster.ApplyAsync(discovery.Find(one.ApiVersion, one.Kind)!, one.Json, new() { FieldManager = "m" }, _deadline.Token);
        return [.. objects.Select(one => one.Ref)];
    }
}
