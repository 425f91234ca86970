using Cake.Istio.Sandbox.Catalog;
using Cake.Istio.Sandbox.Discovery;
using Cake.Istio.Sandbox.Endpoints;
using Cake.Istio.Sandbox.Registry;
using Cake.Istio.Sandbox.Schema;
using Cake.Istio.Sandbox.Storage;

namespace Cake.Istio.Sandbox.Server;

/// <summary>A sandbox that this process runs: what it is made of, and in which order that begins and ends.</summary>
internal sealed class SandboxServer : IAsyncDisposable
{
    private readonly SandboxFiles _files;
    private readonly Journal? _journal;
    private readonly ApiListener _listener;

    private SandboxServer(SandboxFiles files, Journal? journal, RequestLog log, ApiListener listener) =>
        (_files, _journal, Log, _listener) = (files, journal, log, listener);

    /// <summary>Where it answers.</summary>
    public Uri Url => _listener.Url;

    /// <summary>What it answered.</summary>
    public RequestLog Log { get; }

    /// <summary>Starts to answer. The files belong to the server from then on.</summary>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, SandboxFiles files, CancellationToken cancellationToken)
    {
        var version = ServerVersion.Parse(options.KubernetesVersion);
        var time = options.TimeProvider;
        var store = new ObjectStore();
        var journal = files.Objects is { } path ? Journal.Open(path, options.KubernetesVersion, store) : null;
        var log = new RequestLog(files.Requests);
        try
        {
            var catalog = new ResourceCatalog(store, BuiltInResources.Read(SchemaTable.BuiltIn));
            var registry = new ObjectRegistry(store, catalog, new NoAdmission(), new NoAllocation(), time);
            var resources = new ResourceEndpoint(store, registry, catalog, time);
            var dispatcher = new ApiDispatcher(new Authenticator(files.Token), catalog, resources, version, log, time);
            var listener = await ApiListener.StartAsync(options.Port, files.ServerCertificate, dispatcher.HandleAsync, cancellationToken);
            files.Announce(listener.Url);
            return new SandboxServer(files, journal, log, listener);
        }
        catch
        {
            journal?.Dispose();
            log.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _journal?.Dispose();
        Log.Dispose();
        _files.Dispose();
    }
}
