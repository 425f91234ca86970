using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using Cake.Core.Diagnostics;
using Cake.Istio.Errors;
using k8s.Authentication;

namespace Cake.Istio.Cluster;

/// <summary>Sends requests: credentials, HTTP/2, a bound on requests in flight, retries, and refusals as <see cref="ApiException"/>.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore holds nothing that has to be freed, and who waited for a disposed one would wait for ever.")]
internal sealed class ApiTransport
{
    /// <summary>How long one try may take; API servers end theirs after 60 s.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(65);

    /// <summary>The same before the server has served anything.</summary>
    private static readonly TimeSpan FirstAnswerTime = TimeSpan.FromSeconds(15);

    private readonly HttpClient _http;
    private readonly ServiceClientCredentials? _credentials;
    private readonly IReadOnlyList<(string Name, string Value)> _headers;
    private readonly ClusterTarget _target;
    private readonly string _base;
    private readonly RunDeadline _deadline;
    private readonly SemaphoreSlim _inFlight;
    private readonly RetryPipeline _retry;
    private readonly ServerWarnings _warnings;
    private volatile bool _served;

    public ApiTransport(
        HttpClient http,
        ServiceClientCredentials? credentials,
        IReadOnlyList<(string Name, string Value)> headers,
        ClusterTarget target,
        int parallelism,
        ICakeLog log,
        RunDeadline deadline)
    {
        (_http, _credentials, _headers, _target, _deadline) = (http, credentials, headers, target, deadline);
        _base = target.Server.AbsoluteUri.TrimEnd('/');
        _inFlight = new(parallelism, parallelism);
        _retry = new(log, deadline, () => _served);
        _warnings = new(log);
    }

    /// <summary>Sends and reads the whole answer.</summary>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="MeshException">There was no answer.</exception>
    public Task<ApiAnswer> SendAsync(ApiRequest request, CancellationToken cancel) =>
        RunAsync(request, HttpCompletionOption.ResponseContentRead, async (response, token) =>
        {
            using (response)
                return new ApiAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(token), request);
        }, cancel);

    /// <summary>Sends and gives the answer once its head has arrived, for a stream; the caller disposes it.</summary>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="MeshException">There was no answer.</exception>
    public Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancel) =>
        RunAsync(request, HttpCompletionOption.ResponseHeadersRead, (response, _) => Task.FromResult(response), cancel);

    private async Task<T> RunAsync<T>(
        ApiRequest request, HttpCompletionOption completion, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, request.OutlivesRun ? CancellationToken.None : _deadline.Token);
        try
        {
            return await _retry.RunAsync(request, token => AttemptAsync(request, completion, read, token), either.Token);
        }
        catch (ConnectionFailure failure)
        {
            throw ClusterErrors.Translate(failure, _target, _served);
        }
    }

    private async Task<T> AttemptAsync<T>(
        ApiRequest request, HttpCompletionOption completion, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancel)
    {
        await _inFlight.WaitAsync(cancel);
        try
        {
            var limit = _served ? AnswerTime : FirstAnswerTime;
            using var timeout = new CancellationTokenSource(limit, _deadline.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
            try
            {
                using var message = await MessageAsync(request, either.Token);
                using var wait = _deadline.Expecting(taken => $"{request}: no answer from {_base} for {taken}");
                var response = await _http.SendAsync(message, completion, either.Token);
                _served |= (int)response.StatusCode is < 500 and not 429;
                _warnings.Log(response);
                if (!response.IsSuccessStatusCode)
                    throw await RefusalAsync(request, response, either.Token);
                return await read(response, either.Token);
            }
            catch (OperationCanceledException cause) when (timeout.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                throw new ConnectionFailure(ConnectionFailureKind.NoAnswer, $"no answer came within {Duration.Format(limit)}", cause);
            }
            catch (Exception cause) when (!cancel.IsCancellationRequested && ConnectionFailure.From(cause) is not null)
            {
                throw ConnectionFailure.From(cause)!;
            }
        }
        finally
        {
            _inFlight.Release();
        }
    }

    private async Task<HttpRequestMessage> MessageAsync(ApiRequest request, CancellationToken cancel)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(_base + request.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("cake-istio", typeof(ApiTransport).Assembly.GetName().Version?.ToString(3)));
        foreach (var (name, value) in _headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new(request.ContentType);
        }

        await AuthenticateAsync(message, cancel);
        return message;
    }

    // A plugin that refreshes a token and a token file can fail at any request.
    private async Task AuthenticateAsync(HttpRequestMessage message, CancellationToken cancel)
    {
        try
        {
            if (_credentials is null)
                return;
            using var wait = _deadline.Expecting(taken => $"the credentials of user {_target.User ?? "none"} for {taken}");
            await _credentials.ProcessHttpRequestAsync(message, cancel);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            throw new MeshException(
                ErrorCode.CredentialsUnavailable,
                $"The credentials of user {_target.User ?? "none"} cannot be had: {cause.Message.Trim().Split('\n')[0].TrimEnd()}",
                $"Try: {_target.Kubectl} version",
                innerException: cause);
        }
    }

    private async Task<ApiException> RefusalAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancel)
    {
        using (response)
        {
            var retryAfter = response.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - _deadline.Time.GetUtcNow() : null;
            var body = await response.Content.ReadAsStringAsync(cancel);
            return new(ApiStatus.Read((int)response.StatusCode, body, retryAfter), request.ToString(), _target);
        }
    }
}
