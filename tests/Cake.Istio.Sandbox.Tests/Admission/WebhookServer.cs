using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Cake.Istio.Sandbox.Server;

namespace Cake.Istio.Sandbox.Tests.Admission;

/// <summary>A webhook over HTTPS on loopback that answers as it is told and keeps what it was asked.</summary>
internal sealed class WebhookServer : IAsyncDisposable
{
    private readonly ApiListener _listener;
    private readonly X509Certificate2 _certificate;

    private WebhookServer(ApiListener listener, X509Certificate2 certificate, List<JsonObject> reviews) => (_listener, _certificate, Reviews) = (listener, certificate, reviews);

    public List<JsonObject> Reviews { get; }

    public Uri Url => _listener.Url;

    public string CaBundle => Convert.ToBase64String(Encoding.ASCII.GetBytes(_certificate.ExportCertificatePem()));

    public static async Task<WebhookServer> StartAsync(Func<JsonObject, JsonObject?> answer, string? junk = null)
    {
        var certificate = SelfSigned();
        var reviews = new List<JsonObject>();
        var listener = await ApiListener.StartAsync(
            0,
            certificate,
            async http =>
            {
                var review = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
                reviews.Add(review);
                if (junk is not null)
                {
                    http.Response.ContentType = "text/html";
                    await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(junk));
                    return;
                }
                if (answer(review) is not { } response)
                {
                    http.Response.StatusCode = 500;
                    await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("broken"));
                    return;
                }
                response["uid"] = review["request"]!["uid"]!.DeepClone();
                var body = new JsonObject { ["apiVersion"] = review["apiVersion"]!.DeepClone(), ["kind"] = "AdmissionReview", ["response"] = response };
                await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body.ToJsonString()));
            },
            TestContext.Current.CancellationToken);
        return new WebhookServer(listener, certificate, reviews);
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _certificate.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=webhook", pair, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var created = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(created.Export(X509ContentType.Pkcs12), null);
    }
}
