using System.Collections.Concurrent;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Readiness;
using Cake.Istio.Sandbox;
using Cake.Istio.Tests.Cluster;

namespace Cake.Istio.Tests.Readiness;

/// <summary>The tracker against the sandbox's simulated controllers.</summary>
public sealed class SandboxReadinessTests : IAsyncDisposable, IProgress<ReadinessEvent>
{
    private const string Mesh = """
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
        """;

    private readonly Kubeconfigs _files = new();
    private readonly ConcurrentQueue<ReadinessEvent> _events = new();
    private readonly RunDeadline _deadline = new(TimeSpan.FromSeconds(40), TimeProvider.System, TestContext.Current.CancellationToken);
    private Sandbox.Sandbox _sandbox = null!;
    private ClusterConnection _cluster = null!;

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
        await StartAsync();
        var objects = await ApplyAsync(Mesh);

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
        await StartAsync();
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

    [Theory]
    [InlineData("ImagePullBackOff", "the image does not exist in its registry, or not for the nodes' platform")]
    [InlineData("InvalidImageName", "the image's name is not a valid reference")]
    public async Task What_cannot_heal_ends_the_wait_within_seconds_with_image_and_pod(string failure, string cause)
    {
        await StartAsync($"pod=app-*,reason={failure}");
        var objects = await ApplyAsync(Mesh);

        var outcome = await WaitAsync(objects);

        Assert.Equal(WaitEnd.CannotHeal, outcome.End);
        Assert.InRange(outcome.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        var report = outcome.Stuck[0];
        Assert.Equal(("Deployment", "r.io/app:1", cause, false), (report.Subject.Kind, report.Image, report.LikelyCause, report.CanHeal));
        Assert.StartsWith("app-", report.Pod, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CreateContainerConfigError", "a ConfigMap, Secret or key that the container asks for does not exist")]
    [InlineData("CrashLoopBackOff", "the container ends again and again; its log says why. A few restarts are normal while a mesh starts")]
    public async Task What_may_heal_is_told_within_seconds_and_waited_out(string failure, string cause)
    {
        await StartAsync($"pod=app-*,reason={failure},for=4s");
        var objects = await ApplyAsync(Mesh);

        var outcome = await WaitAsync(objects);

        outcome.ThrowIfNotReady();
        var told = _events.OfType<ObjectStuck>().First().Report;
        Assert.Equal((failure, cause, true), (told.Reason, told.LikelyCause, told.CanHeal));
    }

    [Fact]
    public async Task A_probe_that_never_succeeds_ends_the_wait_as_stalled()
    {
        await StartAsync("pod=app-*,reason=NotReady");
        var objects = await ApplyAsync(Mesh);

        var outcome = await WaitAsync(objects, TimeSpan.FromSeconds(3));

        Assert.Equal(WaitEnd.Stalled, outcome.End);
        var report = Assert.Single(outcome.Stuck);
        Assert.Equal(("main", "a container runs, but its readiness probe fails; the event says with what"), (report.Container, report.LikelyCause));
        Assert.Contains("sandbox: container main", Assert.Single(report.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_pod_says_the_newest_warning_does()
    {
        await StartAsync("pod=app-*,reason=ContainerCreating");
        var objects = await ApplyAsync(Mesh);

        var outcome = await WaitAsync(objects, TimeSpan.FromSeconds(3));

        var report = Assert.Single(outcome.Stuck);
        Assert.StartsWith("a volume of the pod cannot be had: MountVolume.SetUp failed for volume ", report.LikelyCause, StringComparison.Ordinal);
        Assert.Contains(report.Events, line => line.EndsWith(report.LikelyCause.Split(": ", 2)[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Everything_becomes_ready_although_every_fifth_request_fails_and_watches_are_cut()
    {
        await StartAsync("status=500,share=0.05; status=503,share=0.05; status=429,share=0.05; drop,share=0.05; watch-cut=1s; watch-gone,share=0.2; latency=0ms..50ms");
        var objects = await ApplyAsync(Mesh);

        (await WaitAsync(objects)).ThrowIfNotReady();
    }

    private async Task StartAsync(string faults = "")
    {
        _sandbox = await Sandbox.Sandbox.StartAsync(new SandboxOptions { Faults = faults }, TestContext.Current.CancellationToken);
        _cluster = await _files.ConnectAsync(new() { Kubeconfig = _sandbox.Kubeconfig });
    }

    private Task<ReadinessOutcome> WaitAsync(IReadOnlyCollection<ObjectRef> objects, TimeSpan? stall = null) =>
        new ReadinessTracker(_cluster, _deadline, new() { StallTimeout = stall ?? ReadinessOptions.DefaultStallTimeout }, _files.Log).WaitAsync(objects, this, _deadline.Token);

    private async Task<IReadOnlyCollection<ObjectRef>> ApplyAsync(string manifest)
    {
        var discovery = await _cluster.DiscoverAsync(refresh: false, _deadline.Token);
        var objects = ManifestReader.Parse(manifest, "test.yaml").Objects;
        foreach (var one in objects)
            await _cluster.ApplyAsync(discovery.Find(one.ApiVersion, one.Kind)!, one.Json, new() { FieldManager = "m" }, _deadline.Token);
        return [.. objects.Select(one => one.Ref)];
    }
}
