using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Cake.Istio.Sandbox.Json;

namespace Cake.Istio.Sandbox.Admission.Webhooks;

/// <summary>Calls webhooks that are given by URL, over the network.</summary>
internal static class WebhookClient
{
    /// <summary>Sends a review and reads the answer.</summary>
    /// <exception cref="WebhookCallException">No usable answer, in the words of a Go client.</exception>
    public static async Task<JsonNode?> PostAsync(WebhookTarget target, JsonObject review, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(target.AuthorityPem, certificate, chain, errors);
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout);
        try
        {
            using var content = new StringContent(review.ToJsonString(), Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
            using var response = await client.PostAsync(target.Url, content, patience.Token);
            var body = await response.Content.ReadAsByteArrayAsync(patience.Token);
            if (!response.IsSuccessStatusCode)
                throw new WebhookCallException($"failed to call webhook: {StatusText((int)response.StatusCode, Encoding.UTF8.GetString(body))}");
            return body.Length > 0 ? JsonTree.Read(body) : throw new WebhookCallException(
                $"failed to call webhook: 0-length response with status code: {(int)response.StatusCode} and content type: {response.Content.Headers.ContentType}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(target, "context deadline exceeded");
        }
        catch (HttpRequestException exception)
        {
            throw Failed(target, Explain(target, exception));
        }
        catch (JsonException exception)
        {
            throw new WebhookCallException($"failed to call webhook: couldn't get version/kind; json parse error: {exception.Message}");
        }
    }

    /// <summary>What is said of a call that fails before there is an answer.</summary>
    public static WebhookCallException Failed(WebhookTarget target, string why) => new($"failed to call webhook: Post \"{target.Text}\": {why}");

    private static string Explain(WebhookTarget target, HttpRequestException exception) => exception switch
    {
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => $"dial tcp {target.Url.Host}:{target.Url.Port}: connect: connection refused",
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } } =>
            $"dial tcp: lookup {target.Url.Host}: no such host",
        { InnerException: AuthenticationException } => "tls: failed to verify certificate: x509: certificate signed by unknown authority",
        { InnerException: IOException } => "EOF",
        _ => exception.Message,
    };

    private static string StatusText(int code, string body) => code == 404
        ? "the server could not find the requested resource"
        : $"an error on the server ({JsonSerializer.Serialize(body)}) has prevented the request from succeeding";

    private static bool IsTrusted(string authorityPem, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        if (authorityPem.Length == 0 || certificate is null || chain is null || errors != SslPolicyErrors.RemoteCertificateChainErrors)
            return false;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(authorityPem);
        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(leaf);
    }
}
