using System.Security.Authentication;

namespace Cake.Istio.Releases;

/// <summary>How long one attempt waits for a server that sends nothing, and which of its failures may pass.</summary>
internal sealed class DownloadPatience : IDisposable
{
    private readonly TimeSpan _patience;
    private readonly CancellationToken _user;
    private readonly CancellationTokenSource _stalled;
    private readonly CancellationTokenSource _either;

    public DownloadPatience(ReleaseProviderOptions options, CancellationToken cancellationToken)
    {
        _patience = options.StallTimeout;
        _user = cancellationToken;
        _stalled = new CancellationTokenSource(_patience, options.Time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stalled.Token);
    }

    /// <summary>The user's own wish to end.</summary>
    public CancellationToken CancellationToken => _user;

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _stalled.Dispose();
    }

    /// <summary>Waits for the network once; each call gets the whole patience.</summary>
    /// <exception cref="DownloadFault">The connection failed, broke or stalled.</exception>
    public async Task<T> WaitAsync<T>(Func<CancellationToken, Task<T>> receive)
    {
        _stalled.CancelAfter(_patience);
        try
        {
            return await receive(_either.Token);
        }
        catch (OperationCanceledException e) when (!_user.IsCancellationRequested)
        {
            throw new DownloadFault(
                e.InnerException is TimeoutException ? "the connection timed out" : $"the server sent nothing for {_patience.TotalSeconds:0} s", innerException: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException && e.InnerException is not AuthenticationException)
        {
            throw new DownloadFault(Sentence(e), innerException: e);
        }
    }

    private static string Sentence(Exception e) => e.GetBaseException().Message.TrimEnd('.');
}
