using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Admission;
using Cake.Istio.Sandbox.Catalog;
using Cake.Istio.Sandbox.Controllers;
using Cake.Istio.Sandbox.Controllers.Objects;
using Cake.Istio.Sandbox.Controllers.Runtime;
using Cake.Istio.Sandbox.Discovery;
using Cake.Istio.Sandbox.Faults;
using Cake.Istio.Sandbox.Registry;
using Cake.Istio.Sandbox.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cake.Istio.Sandbox.Tests.Controllers;

/// <summary>A cluster with all its controllers and no server, on a clock of the test's own.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly ControllerIdentity Client = new("test", "test", new UserInfo("tester", ["system:masters"]));

    private readonly ControlPlane _plane;
    private readonly ControllerHost _host;

    private TestCluster(ObjectStore store, FakeTimeProvider time, FaultSet faults, ClusterState state, ControlPlane plane, ControllerHost host, ClusterWriter writer)
    {
        (Store, Time, Faults, State, _plane, _host, Writer) = (store, time, faults, state, plane, host, writer);
    }

    public ObjectStore Store { get; }

    public FakeTimeProvider Time { get; }

    public FaultSet Faults { get; }

    public ClusterState State { get; }

    public ClusterWriter Writer { get; }

    public static async Task<TestCluster> StartAsync(bool mesh = false)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var store = new ObjectStore();
        var state = new ClusterState(store, time);
        var faults = new FaultSet(time);
        var catalog = new ResourceCatalog(store, BuiltInResources.Read(ServerVersion.Parse("1.36")));
        var plane = new ControlPlane(store, state, catalog, new ControlPlaneOptions
        {
            Time = time,
            Faults = faults,
            Mesh = mesh,
            AuthorityPem = "PEM",
            KubernetesVersion = "v1.36.0",
            Logger = NullLogger.Instance,
        });
        var registry = new ObjectRegistry(store, catalog, plane.Admission, plane.Services, ServerVersion.Parse("1.36"), time);
        var host = await plane.PrepareAsync(registry, TestContext.Current.CancellationToken);
        var cluster = new TestCluster(store, time, faults, state, plane, host, new ClusterWriter(registry, catalog));
        await cluster.CreateAsync(Resources.Namespaces, "{apiVersion:'v1',kind:'Namespace',metadata:{name:'n'}}");
        await cluster.SettleAsync();
        return cluster;
    }

    /// <summary>Creates an object; without a namespace of its own it comes into <c>n</c>.</summary>
    public async Task<JsonObject> CreateAsync(ResourceKey resource, string json)
    {
        var value = Json.Object(json);
        if (resource != Resources.Namespaces && resource != Resources.CustomResourceDefinitions && resource.Group != "admissionregistration.k8s.io" && resource != Resources.PriorityClasses && resource != Resources.Nodes)
            value.Child("metadata")["namespace"] ??= "n";
        return await Writer.CreateAsync(resource, value, Client, TestContext.Current.CancellationToken);
    }

    /// <summary>Changes an object as a client would.</summary>
    public async Task<JsonObject> ChangeAsync(ResourceKey resource, string name, Action<JsonObject> change, string? subresource = null)
    {
        var value = Get(resource, name);
        change(value);
        return await Writer.ReplaceAsync(resource, value, subresource, Client, TestContext.Current.CancellationToken);
    }

    public Task DeleteAsync(ResourceKey resource, string name, string? propagation = null) =>
        Writer.DeleteAsync(resource, Get(resource, name), new DeleteOptions { Propagation = propagation }, Client, TestContext.Current.CancellationToken);

    public JsonObject Get(ResourceKey resource, string name) => Find(resource, name) ?? throw new InvalidOperationException($"There is no {resource} {name}.");

    public JsonObject? Find(ResourceKey resource, string name) => State.Get(resource, "n", name) ?? State.Get(resource, null, name);

    public IReadOnlyList<JsonObject> List(ResourceKey resource) => State.List(resource, "n");

    /// <summary>The reasons and messages of the events about a kind of object, in the order of their names.</summary>
    public IEnumerable<string> Events(string kind) => List(Resources.Events)
        .Where(item => item.Text("involvedObject", "kind") == kind).Select(item => $"{item.Text("reason")}: {item.Text("message")}");

    /// <summary>Has the controllers do what is due now.</summary>
    public Task DrainAsync() => _host.DrainAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets time pass in small steps with the controllers at work; long enough by default for Pods to start and to end.</summary>
    public async Task SettleAsync(TimeSpan? period = null)
    {
        await DrainAsync();
        for (var left = period ?? TimeSpan.FromSeconds(2); left > TimeSpan.Zero; left -= Step)
        {
            Time.Advance(Step);
            await DrainAsync();
        }
    }

    /// <summary>Lets a long time pass at once.</summary>
    public async Task PassAsync(TimeSpan period)
    {
        Time.Advance(period);
        await SettleAsync();
    }

    public ValueTask DisposeAsync() => _plane.DisposeAsync();
}
