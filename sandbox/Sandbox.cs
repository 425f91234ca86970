using System.Diagnostics.CodeAnalysis;

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
    private static readonly TimeSpan AttachPatience = TimeSpan.FromSeconds(10);
    private readonly SandboxServer? _server;
    private readonly AttachedClient _client;
    private int _disposed;

    private Sandbox(Uri url, string token, string kubeconfig, string authority, SandboxServer? server)
    {
        (Url, Token, Kubeconfig, CertificateAuthority, _server) = (url, token, kubeconfig, authority, server);
        _client = new AttachedClient(url, token, authority);
    }

    /// <summary>Where it answers, such as <c>https://127.0.0.1:40123/</c>.</summary>
    public Uri Url { get; }

    /// <summary>The bearer token that it takes.</summary>
    public string Token { get; }

    /// <summary>The path of a kubeconfig for it, with one context, <c>cake-istio-sandbox</c>.</summary>
    public string Kubeconfig { get; }

    /// <summary>The certificate authority as PEM.</summary>
    public string CertificateAuthority { get; }

    /// <summary>Whether another process runs it: then it goes on when this object is disposed.</summary>
    public bool IsAttached => _server is null;

    /// <summary>What it answered so far, oldest first; the latest 50,000. Of an attached sandbox, see <see cref="GetRequestsAsync"/>.</summary>
    /// <exception cref="InvalidOperationException">Another process runs it.</exception>
    public IReadOnlyList<RequestRecord> Requests =>
        _server?.Log.Records ?? throw new InvalidOperationException("The request log of an attached sandbox is read with GetRequestsAsync.");

    /// <summary>Starts a sandbox.</summary>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">Another process serves the state folder, the port is taken, or a file cannot be written.</exception>
    /// <exception cref="InvalidDataException">The kept objects are damaged or of another Kubernetes version.</exception>
    /// <exception cref="ArgumentException">The Kubernetes version is not one it knows.</exception>
    /// <exception cref="FormatException">The faults cannot be read.</exception>
    public static async Task<Sandbox> StartAsync(SandboxOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var files = SandboxFiles.TryOpen(options) ?? throw new IOException($"Another process serves the sandbox in {Path.GetFullPath(options.StateFolder!)}.");
        return await ServeAsync(options, files, cancellationToken);
    }

    /// <summary>Attaches to the sandbox that serves the state folder already, or starts one.</summary>
    /// <param name="options">How; the state folder is needed. An attached sandbox keeps the port, version and mesh that it was started with; faults that are given replace its own.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">As <see cref="StartAsync"/>, or the other process does not answer within ten seconds.</exception>
    public static async Task<Sandbox> AttachOrStartAsync(SandboxOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = Path.GetFullPath(options.StateFolder ?? throw new ArgumentException("Only a sandbox with a state folder can be attached to.", nameof(options)));
        var patience = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (SandboxFiles.TryOpen(options) is { } files)
                return await ServeAsync(options, files, cancellationToken);
            if (await TryAttachAsync(folder, cancellationToken) is { } attached)
            {
                if (options.Reset)
                    throw new IOException($"Another process serves the sandbox in {folder}; stop that before it is reset.");
                if (options.Faults.Length > 0)
                    await attached.SetFaultsAsync(options.Faults, cancellationToken);
                return attached;
            }
            if (TimeProvider.System.GetElapsedTime(patience) > AttachPatience)
                throw new IOException($"Another process has locked the sandbox in {folder} and does not answer.");
            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>What it answered so far, oldest first; the latest 50,000. Works for an attached sandbox too.</summary>
    public Task<IReadOnlyList<RequestRecord>> GetRequestsAsync(CancellationToken cancellationToken = default) => _client.RequestsAsync(cancellationToken);

    /// <summary>Puts these faults in place of those at work, also of an attached sandbox.</summary>
    /// <param name="faults">In the form of <see cref="SandboxFaults.Grammar"/>, separated by semicolons; empty ends all of them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="FormatException">The faults cannot be read; nothing has changed.</exception>
    public async Task SetFaultsAsync(string faults, CancellationToken cancellationToken = default)
    {
        SandboxFaults.Check(faults);
        await _client.SetFaultsAsync(faults, cancellationToken);
    }

    /// <summary>Stops answering and removes temporary files; of an attached sandbox, only this object ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _client.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private static async Task<Sandbox> ServeAsync(SandboxOptions options, SandboxFiles files, CancellationToken cancellationToken)
    {
        try
        {
            var server = await SandboxServer.StartAsync(options, files, cancellationToken);
            return new Sandbox(server.Url, files.Token, files.Kubeconfig, files.AuthorityPem, server);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    private static async Task<Sandbox?> TryAttachAsync(string folder, CancellationToken cancellationToken)
    {
        if (StateLock.ReadAddress(folder) is not { } url)
            return null;
        var authority = await File.ReadAllTextAsync(Server.CertificateAuthority.CertificatePath(folder), cancellationToken);
        var attached = new Sandbox(url, SandboxFiles.ReadToken(folder), SandboxFiles.KubeconfigPath(folder), authority, null);
        if (await attached._client.IsReadyAsync(cancellationToken))
            return attached;
        await attached.DisposeAsync();
        return null;
    }
}
