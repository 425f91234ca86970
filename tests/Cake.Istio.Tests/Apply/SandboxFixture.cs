using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Cluster;
using Cake.Istio.Cluster.Kubectl;
using Cake.Istio.Manifests;
using Cake.Istio.Readiness;
using Cake.Istio.Sandbox;
using Cake.Istio.Settings;
using Cake.Istio.Tests.Cluster;

namespace Cake.Istio.Tests.Apply;

/// <summary>A sandbox of its own with a connection to it.</summary>
internal sealed class SandboxFixture : IAsyncDisposable
{
    private readonly IKubectl? _kubectl;

    private SandboxFixture(Sandbox.Sandbox sandbox, IKubectl? kubectl) => (Sandbox, _kubectl) = (sandbox, kubectl);

    public Sandbox.Sandbox Sandbox { get; }

    public FakeLog Log { get; } = new();

    public RunDeadline Deadline { get; } = new(TimeSpan.FromMinutes(5), TimeProvider.System, TestContext.Current.CancellationToken);

    public ClusterConnection Connection { get; private set; } = null!;

    public CancellationToken Cancel => Deadline.Token;

    public static async Task<SandboxFixture> StartAsync(SandboxOptions? options = null, IKubectl? kubectl = null)
    {
        var fixture = new SandboxFixture(await Istio.Sandbox.Sandbox.StartAsync(options ?? new(), TestContext.Current.CancellationToken), kubectl);
        fixture.Connection = await fixture.ConnectAsync();
        return fixture;
    }

    public Task<ClusterConnection> ConnectAsync() => ClusterConnector.ConnectAsync(
        new MeshSettings { Kubeconfig = Sandbox.Kubeconfig }, ClusterAccess.Write, Log, new FakeEnvironment(Path.GetDirectoryName(Sandbox.Kubeconfig)!), Deadline, _kubectl);

    public async Task<ApiResource> FindAsync(string apiVersion, string kind) =>
        (await Connection.DiscoverAsync(refresh: false, Cancel)).Find(apiVersion, kind)!;

    public async Task<JsonObject?> GetAsync(string apiVersion, string kind, string? ns, string name) =>
        await Connection.GetAsync(await FindAsync(apiVersion, kind), ns, name, Cancel);

    public async Task CreateNamespaceAsync(string name) =>
        await Connection.CreateAsync(await FindAsync("v1", "Namespace"), null, Sample.Named("v1", "Namespace", null, name).Json, null, Cancel);

    public async Task<Plan> PlanAsync(IReadOnlyList<KubeObject> objects, PlannerOptions? options = null) =>
        await new Planner(Connection, options ?? new() { Namespace = "istio-system" }).PlanAsync(objects, Cancel);

    public async Task<ChangeSet> ApplyAsync(Plan plan, TimeSpan? stallTimeout = null)
    {
        var options = new ReadinessOptions { StallTimeout = stallTimeout ?? ReadinessOptions.DefaultStallTimeout };
        var tracker = new ReadinessTracker(Connection, Deadline, options, Log);
        var gate = new WebhookGate((objects, besides, cancel) => tracker.WaitAsync(objects, besides, null, cancel), new(Connection, Deadline, options.StallTimeout), null);
        return await new Applier(Connection, Deadline, gate, null).ApplyAsync(plan, Cancel);
    }

    /// <summary>Plans and applies, and takes nothing but success.</summary>
    public async Task<ChangeSet> InstallAsync(IReadOnlyList<KubeObject> objects, PlannerOptions? options = null)
    {
        var plan = await PlanAsync(objects, options);
        plan.EnsureAccepted();
        var changes = await ApplyAsync(plan);
        changes.EnsureSucceeded();
        return changes;
    }

    /// <summary>Waits until what was applied is ready.</summary>
    public async Task WaitForReadyAsync(ChangeSet changes) =>
        (await new ReadinessTracker(Connection, Deadline, new(), Log).WaitAsync(
            [.. changes.Changes.Select(change => change.Subject).Where(subject => ReadinessRules.NeedsWaiting(subject.ApiVersion, subject.Kind))], null, Cancel)).ThrowIfNotReady();

    /// <summary>Writes as somebody else: a server-side apply with force.</summary>
    public async Task<JsonObject> ApplyAsAsync(string manager, string json)
    {
        var body = Sample.Json(json);
        var resource = await FindAsync((string)body["apiVersion"]!, (string)body["kind"]!);
        return (await Connection.ApplyAsync(resource, body, new() { FieldManager = manager, Force = true }, Cancel)).Json;
    }

    /// <summary>Writes as somebody else: a merge patch.</summary>
    public async Task<JsonObject> PatchAsAsync(string manager, string apiVersion, string kind, string? ns, string name, string patch, string? subresource = null) =>
        await Connection.PatchAsync(await FindAsync(apiVersion, kind), ns, name, PatchType.Merge, Sample.Json(patch), manager, subresource, Cancel);

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        Deadline.Dispose();
        await Sandbox.DisposeAsync();
    }
}
