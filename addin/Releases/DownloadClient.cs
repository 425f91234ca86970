using Cake.Istio.Cluster;
using System.Net.Http.Headers;
using System.Text;
using Cake.Istio.Errors;
using Polly;
using Polly.Retry;

namespace Cake.Istio.Releases;

/// <summary>GET requests that try again what may pass, and say plainly what does not. Proxies are those of the environment, as .NET reads them.</summary>
internal sealed class DownloadClient : IDisposable
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly ReleaseProviderOptions _options;
    private readonly HttpClient _client;

    public DownloadClient(ReleaseProviderOptions options)
    {
        _options = options;
        var handler = new SocketsHttpHandler { ConnectTimeout = options.ConnectTimeout, Proxy = new LoopbackBypass(HttpClient.DefaultProxy) };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Cake.Istio", typeof(DownloadClient).Assembly.GetName().Version!.ToString()));
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Requests a URL until its answer was used to the end.</summary>
    /// <param name="url">The URL; a user name and password in it are sent as basic authentication, to its own host only.</param>
    /// <param name="prepare">Completes a request just before it is sent.</param>
    /// <param name="use">Reads the answer; a <see cref="DownloadFault"/> that it throws is tried again.</param>
    /// <param name="progress">Grows when something was achieved; the attempts are then counted anew.</param>
    /// <param name="note">Told what broke and when it is tried again.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="MeshException"><see cref="ErrorCode.DownloadFailed"/>.</exception>
    public async Task<T> GetAsync<T>(
        Uri url,
        Action<HttpRequestMessage> prepare,
        Func<HttpResponseMessage, DownloadPatience, Task<T>> use,
        Func<long> progress,
        Action<string> note,
        CancellationToken cancellationToken)
    {
        var retry = RetryPipeline(note);
        while (true)
        {
            var before = progress();
            try
            {
                return await retry.ExecuteAsync(async token => await AttemptAsync(url, prepare, use, token), cancellationToken);
            }
            catch (DownloadFault) when (progress() > before)
            {
                note("taking the transfer up again");
            }
            catch (DownloadFault fault)
            {
                throw DownloadErrors.Failed(url, fault.Message, fault);
            }
            catch (HttpRequestException e)
            {
                throw DownloadErrors.Failed(url, e.GetBaseException().Message.TrimEnd('.'), e, "A certificate authority of your own goes into the system's store, or into SSL_CERT_FILE on Linux.");
            }
        }
    }

    private async ValueTask<T> AttemptAsync<T>(
        Uri url, Action<HttpRequestMessage> prepare, Func<HttpResponseMessage, DownloadPatience, Task<T>> use, CancellationToken cancellationToken)
    {
        using var patience = new DownloadPatience(_options, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(url) { UserName = "", Password = "" }.Uri);
        if (url.UserInfo.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo))));
        prepare(request);
        using var response = await patience.WaitAsync(token => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token));
        DownloadErrors.ThrowIfUnusable(url, response, _options.Time);
        return await use(response, patience);
    }

    private ResiliencePipeline RetryPipeline(Action<string> note) =>
        new ResiliencePipelineBuilder { TimeProvider = _options.Time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<DownloadFault>(fault => fault.RetryAfter is null || fault.RetryAfter <= _options.LongestRetryAfter),
            MaxRetryAttempts = _options.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = _options.RetryDelay,
            MaxDelay = LongestDelay,
            DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as DownloadFault)?.RetryAfter),
            OnRetry = arguments =>
            {
                note($"{arguments.Outcome.Exception!.Message}; trying again in {arguments.RetryDelay.TotalSeconds:0.#} s");
                return ValueTask.CompletedTask;
            },
        }).Build();
}
