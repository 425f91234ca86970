using Cake.Istio.Sandbox.Admission;
using Cake.Istio.Sandbox.Controllers;
using Cake.Istio.Sandbox.Discovery;
using Cake.Istio.Sandbox.Endpoints;
using Cake.Istio.Sandbox.Faults;
using Cake.Istio.Sandbox.Registry;

namespace Cake.Istio.Sandbox.Server;

/// <summary>A sandbox that this process runs: what it is made of, and in which order that begins and ends.</summary>
internal sealed class SandboxServer : IAsyncDisposable
{
    private readonly SandboxFiles _files;
    private readonly Journal? _journal;
    private readonly ControlPlane _controlPlane;
    private readonly ApiListener _listener;

    private SandboxServer(SandboxFiles files, Journal? journal, RequestLog log, ControlPlane controlPlane, ApiListener listener) =>
        (_files, _journal, Log, _controlPlane, _listener) = (files, journal, log, controlPlane, listener);

    /// <summary>Where it answers.</summary>
    public Uri Url => _listener.Url;

    /// <summary>What it answered.</summary>
    public RequestLog Log { get; }

    /// <summary>Starts to answer. The files belong to the server from then on.</summary>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, SandboxFiles files, CancellationToken cancellationToken)
    {
        var version = ServerVersion.Parse(options.KubernetesVersion);
        var time = options.TimeProvider;
        var faults = new FaultSet(time);
        faults.Replace(options.Faults);
        var store = new ObjectStore();
        var journal = files.Objects is { } path ? Journal.Open(path, options.KubernetesVersion, store) : null;
        var log = new RequestLog(files.Requests);
        var catalog = new ResourceCatalog(store, BuiltInResources.Read(version));
        var state = new ClusterState(store, time);
        var controlPlane = new ControlPlane(store, state, catalog, new ControlPlaneOptions
        {
            Time = time,
            Faults = faults,
            Mesh = options.Mesh,
            AuthorityPem = files.AuthorityPem,
            KubernetesVersion = version.GitVersion,
            Logger = options.Logger,
        });
        try
        {
            var registry = new ObjectRegistry(store, catalog, controlPlane.Admission, controlPlane.Services, version, time);
            await controlPlane.StartAsync(registry, cancellationToken);
            var authorizer = new FaultAuthorizer(faults);
            var resources = new ResourceEndpoint(store, registry, catalog, new ReviewEndpoint(authorizer, new RoleAuthorizer(store), files.Token), version, time);
            var dispatcher = new ApiDispatcher(
                new Authenticator(files.Token), new AccessGate(authorizer, store), new FaultGate(faults, state, time), catalog, resources, version, log, time);
            var listener = await ApiListener.StartAsync(options.Port, files.ServerCertificate, dispatcher.HandleAsync, cancellationToken);
            files.Announce(listener.Url);
            return new SandboxServer(files, journal, log, controlPlane, listener);
        }
        catch
        {
            await controlPlane.DisposeAsync();
            journal?.Dispose();
            log.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _controlPlane.DisposeAsync();
        _journal?.Dispose();
        Log.Dispose();
        _files.Dispose();
    }
}
