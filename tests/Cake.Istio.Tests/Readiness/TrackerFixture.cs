using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Cake.Istio.Cluster;
using Cake.Istio.Manifests;
using Cake.Istio.Readiness;
using Cake.Istio.Tests.Cluster;
using Microsoft.Extensions.Time.Testing;

namespace Cake.Istio.Tests.Readiness;

/// <summary>A tracker on a fake API and a clock that the test moves.</summary>
internal sealed class TrackerFixture : IAsyncDisposable, IProgress<ReadinessEvent>
{
    public static readonly ObjectRef Deployment = new("apps/v1", "Deployment", "ns", "app");

    private readonly ClusterFixture _cluster;

    private TrackerFixture(ClusterFixture cluster, FakeApi api, FakeTimeProvider time) => (_cluster, Api, Time) = (cluster, api, time);

    public FakeApi Api { get; }

    public FakeTimeProvider Time { get; }

    public ConcurrentQueue<ReadinessEvent> Events { get; } = new();

    public IEnumerable<StuckReport> Stuck => Events.OfType<ObjectStuck>().Select(one => one.Report);

    public string Kubectl => _cluster.Connection.Target.Kubectl;

    public IReadOnlyCollection<RecordedRequest> Requests => _cluster.Server.Requests;

    /// <summary>Starts it.</summary>
    /// <param name="watchesEndOnTheClock">Whether the connection, too, goes by the clock that the test moves.</param>
    public static async Task<TrackerFixture> StartAsync(bool watchesEndOnTheClock = false)
    {
        var (api, time) = (new FakeApi(), new FakeTimeProvider());
        return new(await ClusterFixture.StartAsync(api.AnswerAsync, watchesEndOnTheClock ? time : null), api, time);
    }

    public void Report(ReadinessEvent value) => Events.Enqueue(value);

    /// <summary>Waits for objects; the run has ten minutes on the test's clock.</summary>
    public Task<ReadinessOutcome> WaitAsync(params ObjectRef[] objects) => WaitAsync(new ReadinessOptions(), objects);

    /// <summary>The same with options.</summary>
    public async Task<ReadinessOutcome> WaitAsync(ReadinessOptions options, params ObjectRef[] objects)
    {
        using var deadline = new RunDeadline(TimeSpan.FromMinutes(10), Time, TestContext.Current.CancellationToken);
        return await new ReadinessTracker(_cluster.Connection, deadline, options, _cluster.Log).WaitAsync(objects, this, deadline.Token);
    }

    /// <summary>Waits on the real clock until something is told.</summary>
    public async Task ToldAsync(Func<ReadinessEvent, bool> what)
    {
        while (!Events.Any(what))
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until a collection is watched, moving the clock a little so that pauses end.</summary>
    public async Task WatchedAsync(string plural)
    {
        while (!Api.IsWatched(plural))
        {
            Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Moves the clock in steps of a second, with a little real time for the tracker after each, and more while it asks the server something.</summary>
    public async Task AdvanceAsync(TimeSpan time, Task until)
    {
        for (var passed = TimeSpan.Zero; passed < time && !until.IsCompleted; passed += TimeSpan.FromSeconds(1))
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            var asked = -1;
            while (asked != (asked = Requests.Count) && !until.IsCompleted)
                await Task.WhenAny(until, Task.Delay(2, TestContext.Current.CancellationToken));
        }
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    /// <summary>A Deployment of one replica, ready or not, of revision 1.</summary>
    public static JsonObject App(bool ready, string name = "app") => Live.Read($"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {name}
          namespace: ns
          uid: {name}-uid
          generation: 1
          annotations:
            deployment.kubernetes.io/revision: '1'
        spec:
          replicas: 1
        status:
          observedGeneration: 1
          replicas: 1
          updatedReplicas: 1
          availableReplicas: {(ready ? 1 : 0)}
          readyReplicas: {(ready ? 1 : 0)}
          conditions:
          - type: Available
            status: '{ready}'
        """);

    public static JsonObject ReplicaSet(string revision = "1", string status = "{}") => Live.Read($"""
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata:
          name: app-{revision}
          namespace: ns
          uid: rs-{revision}
          annotations:
            deployment.kubernetes.io/revision: '{revision}'
          ownerReferences:
          - uid: app-uid
        status: {status}
        """);

    public static JsonObject Pod(string status, string owner = "rs-1", string name = "app-1-x") => Live.Read($"""
        apiVersion: v1
        kind: Pod
        metadata:
          name: {name}
          namespace: ns
          uid: {name}-uid
          ownerReferences:
          - uid: {owner}
        status: {status}
        """);

    public static JsonObject Event(string name, string type, string reason, string message, string uid = "app-1-x-uid") => Live.Read($"""
        apiVersion: v1
        kind: Event
        metadata:
          name: {name}
          namespace: ns
        involvedObject:
          kind: Pod
          name: app-1-x
          uid: {uid}
        type: {type}
        reason: {reason}
        message: '{message}'
        """);

    public static string Waiting(string reason, string message = "m") =>
        $"{{phase: Pending, containerStatuses: [{{name: main, image: 'r.io/app:1', state: {{waiting: {{reason: {reason}, message: '{message}'}}}}}}]}}";
}
