using System.Text.Json.Nodes;
using Cake.Istio.Apply;
using Cake.Istio.Manifests;
using Cake.Istio.Sandbox;
using Cake.Istio.Settings;
using Cake.Istio.Tests.Apply;
using Cake.Istio.Tests.Releases;
using Cake.Istio.Tests.Tools;

namespace Cake.Istio.Tests.Sessions;

/// <summary>Runs of the installer as a script or host has them, against a sandbox of their own.</summary>
internal sealed class SessionFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SessionFixture(SandboxFixture cluster) => (Cluster, Context) = (cluster, new(_folder.Path));

    public SandboxFixture Cluster { get; }

    public ToolContext Context { get; }

    public string Folder => _folder.Path;

    /// <summary>What the runs so far have shown.</summary>
    public IReadOnlyList<string> Shown => [.. Context.Lines.Select(line => line.Text)];

    public MeshSettings Settings { get; set; } = new();

    public static async Task<SessionFixture> StartAsync(SandboxOptions? options = null)
    {
        var fixture = new SessionFixture(await SandboxFixture.StartAsync(options));
        fixture.Settings = new()
        {
            Kubeconfig = fixture.Cluster.Sandbox.Kubeconfig,
            Archive = await SampleRelease.WriteAsync(Path.Combine(fixture.Folder, "sample"), fixture.Cluster.Cancel),
            Cache = Path.Combine(fixture.Folder, "cache"),
            Timeout = TimeSpan.FromMinutes(2),
        };
        return fixture;
    }

    /// <summary>One run.</summary>
    public async Task<T> RunAsync<T>(Func<MeshSession, Task<T>> step, MeshSettings? settings = null)
    {
        await using var session = new MeshSession(settings ?? Settings, Context, Cluster.Cancel);
        return await step(session);
    }

    /// <summary>How many requests persisted something since a count of requests.</summary>
    public int PersistedSince(int requests) => Cluster.Sandbox.Requests.Skip(requests).Count(request => request.Persisted);

    /// <summary>An object of the user's own in the mesh namespace.</summary>
    public Task<JsonObject> MakeUsersMapAsync() =>
        Cluster.ApplyAsAsync("user", """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "mine", "namespace": "istio-system"}, "data": {"a": "1"}}""");

    /// <summary>The mesh as the procedure by hand makes it, with kubectl's manager.</summary>
    public Task InstallByHandAsync() => InstallAsAsync("kubectl");

    /// <summary>The mesh as another installer makes it.</summary>
    public async Task InstallAsAsync(string manager)
    {
        var objects = StageOrder.ForInstall(await SampleMesh.ReadAsync(Cluster.Cancel), item => item.Ref);
        foreach (var item in objects)
        {
            await Cluster.Connection.DiscoverAsync(refresh: item.Kind == "CustomResourceDefinition", Cluster.Cancel);
            await Cluster.ApplyAsAsync(manager, item.Json.ToJsonString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _folder.Dispose();
    }
}
