using System.Text.Json.Nodes;
using Cake.Core.Diagnostics;
using Cake.Istio.Cluster.Kubectl;

namespace Cake.Istio.Cluster;

/// <summary>An open connection to one API server: every request of a run goes through it.</summary>
/// <remarks>
/// Safe for parallel use. Failures that pass (429, 5xx, lost connections) are retried inside; what is left is thrown as
/// <see cref="ApiException"/> when the server refused, and as <see cref="Errors.MeshException"/> when it did not answer.
/// </remarks>
public sealed partial class ClusterConnection : IDisposable
{
    private readonly ApiTransport _transport;
    private readonly IDisposable _client;
    private readonly ICakeLog _log;
    private readonly TimeProvider _time;

    internal ClusterConnection(ClusterTarget target, ApiTransport transport, IDisposable client, ICakeLog log, TimeProvider time, EngineChoice engine) =>
        (Target, _transport, _client, _log, _time, _engine) = (target, transport, client, log, time, engine);

    /// <summary>Which cluster this is, and as whom.</summary>
    public ClusterTarget Target { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _discovering.Dispose();
        if (_kubectl is { IsCompletedSuccessfully: true, Result: { } kubectl })
            kubectl.Dispose();
    }

    private async Task<JsonObject> SendAsync(ApiRequest request, CancellationToken cancel) =>
        (await _transport.SendAsync(request, cancel)).Json();
}
