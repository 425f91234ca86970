using System.Diagnostics.CodeAnalysis;
using Cake.Istio.Sandbox.Catalog;
using Cake.Istio.Sandbox.Discovery;
using Cake.Istio.Sandbox.Endpoints;
using Cake.Istio.Sandbox.Registry;
using Cake.Istio.Sandbox.Schema;
using Cake.Istio.Sandbox.Server;
using Cake.Istio.Sandbox.Storage;

namespace Cake.Istio.Sandbox;

/// <summary>
/// A Kubernetes API server within this process, with simulated controllers and nodes: for rehearsals and tests, without a cluster, Docker or a network.
/// It answers on loopback over HTTPS with a certificate authority of its own, and to one bearer token.
/// </summary>
/// <example>
/// <code>
/// await using var sandbox = await Sandbox.StartAsync(new SandboxOptions(), cancellationToken);
/// // kubectl --kubeconfig {sandbox.Kubeconfig} get nodes
/// </code>
/// </example>
[SuppressMessage("Naming", "MA0049", Justification = "Callers write Sandbox.StartAsync and need no other type of the namespace by name.")]
public sealed class Sandbox : IAsyncDisposable
{
    private readonly SandboxFiles _files;
    private readonly RequestLog _log;
    private readonly ApiListener _listener;

    private Sandbox(SandboxFiles files, RequestLog log, ApiListener listener) => (_files, _log, _listener) = (files, log, listener);

    /// <summary>Where it answers, such as <c>https://127.0.0.1:40123/</c>.</summary>
    public Uri Url => _listener.Url;

    /// <summary>The path of a kubeconfig for it, with one context, <c>cake-istio-sandbox</c>.</summary>
    public string Kubeconfig => _files.Kubeconfig;

    /// <summary>The bearer token that it takes.</summary>
    public string Token => _files.Token;

    /// <summary>The certificate authority as PEM.</summary>
    public string CertificateAuthority => _files.AuthorityPem;

    /// <summary>What it answered so far, oldest first; the latest 50,000.</summary>
    public IReadOnlyList<RequestRecord> Requests => _log.Records;

    /// <summary>Starts a sandbox.</summary>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port is taken, or the state folder cannot be written.</exception>
    /// <exception cref="ArgumentException">The Kubernetes version is not one it knows.</exception>
    public static async Task<Sandbox> StartAsync(SandboxOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var version = ServerVersion.Parse(options.KubernetesVersion);
        var files = SandboxFiles.Open(options);
        try
        {
            var store = new ObjectStore();
            var catalog = new ResourceCatalog(store, BuiltInResources.Read(SchemaTable.BuiltIn));
            var registry = new ObjectRegistry(store, new NoAdmission(), new NoAllocation(), options.TimeProvider);
            var log = new RequestLog();
            var resources = new ResourceEndpoint(store, registry, options.TimeProvider);
            var dispatcher = new ApiDispatcher(new Authenticator(files.Token), catalog, resources, version, log, options.TimeProvider);
            var listener = await ApiListener.StartAsync(options.Port, files.ServerCertificate, dispatcher.HandleAsync, cancellationToken);
            files.WriteKubeconfig(listener.Url);
            return new Sandbox(files, log, listener);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Stops answering, and removes temporary files.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _files.Dispose();
    }
}
