using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using k8s.Authentication;

namespace Cake.Istio.Cluster;

/// <summary>The token of a credential plugin, which is run again when the token is over.</summary>
/// <param name="run">Runs the plugin.</param>
/// <param name="first">What it gave when the cluster was opened.</param>
/// <param name="time">The clock.</param>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore holds nothing that has to be freed, and who waited for a disposed one would wait for ever.")]
internal sealed class PluginToken(PluginRun run, PluginCredential first, TimeProvider time) : ITokenProvider
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile PluginCredential _credential = first;

    /// <inheritdoc/>
    /// <exception cref="PluginFailure">There is no new token.</exception>
    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        if (_credential.IsOver(time.GetUtcNow()))
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                if (_credential.IsOver(time.GetUtcNow()))
                    _credential = await run.RunAsync(cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }

        return new("Bearer", _credential.Token);
    }
}
