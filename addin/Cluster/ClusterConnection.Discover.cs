using Cake.Core.Diagnostics;

namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    private readonly SemaphoreSlim _discovering = new(1, 1);
    private ApiDiscovery? _discovery;

    /// <summary>What the server serves: asked once per connection, and again on demand.</summary>
    /// <param name="refresh">Whether to ask again, such as after CRDs were applied.</param>
    /// <param name="cancel">Ends the requests.</param>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task<ApiDiscovery> DiscoverAsync(bool refresh, CancellationToken cancel)
    {
        var before = _discovery;
        await _discovering.WaitAsync(cancel);
        try
        {
            if (_discovery is null || (refresh && ReferenceEquals(before, _discovery)))
            {
                var known = _discovery?.Unavailable ?? [];
                _discovery = await new DiscoveryReader(SendAsync).ReadAsync(cancel);
                foreach (var groupVersion in _discovery.Unavailable.Except(known, StringComparer.Ordinal))
                    _log.Warning("{0}", $"The API {groupVersion} is registered but does not answer; its kinds count as not served.");
            }

            return _discovery;
        }
        finally
        {
            _discovering.Release();
        }
    }
}
