using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Istio.Sandbox.Server;

/// <summary>Kestrel on a loopback port, HTTPS with HTTP/1.1 and HTTP/2, and nothing else of ASP.NET Core: startup time matters.</summary>
internal sealed class ApiListener : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ApiListener(WebApplication application, Uri url) => (_application, Url) = (application, url);

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Listens and hands every request to the handler.</summary>
    public static async Task<ApiListener> StartAsync(int port, X509Certificate2 certificate, RequestDelegate handler, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate,
                OnAuthenticate = (_, tls) => tls.CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            }));
        });
        var application = builder.Build();
        application.Run(handler);
        await application.StartAsync(cancellationToken);
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new ApiListener(application, new Uri(address));
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _application.StopAsync(patience.Token);
        await _application.DisposeAsync();
    }
}
