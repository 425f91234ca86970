using System.Net;

namespace Cake.Istio.Cluster;

/// <summary>How connections to the API server are made and kept.</summary>
internal static class ConnectionPool
{
    /// <summary>TCP and TLS together; a server that needs longer is taken for unreachable.</summary>
    public static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(5);

    /// <summary>Sets up the handler that KubernetesClient made.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="proxy">The cluster's own proxy; null leaves it to HTTPS_PROXY and NO_PROXY, which do not count for this machine itself.</param>
    public static void Configure(SocketsHttpHandler handler, Uri? proxy)
    {
        handler.ConnectTimeout = ConnectTime;
        // A watch can be silent for minutes; without pings a dead peer would go unnoticed for as long.
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(15);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        handler.EnableMultipleHttp2Connections = true;
        handler.AutomaticDecompression = DecompressionMethods.GZip;
        // An API server does not redirect; whoever does must not get the credentials.
        handler.AllowAutoRedirect = false;
        handler.Proxy = proxy is null ? new LoopbackBypass(HttpClient.DefaultProxy) : new WebProxy(proxy) { Credentials = Credentials(proxy) };
    }

    // As kubectl does it: .NET itself reads them only from the environment's proxies.
    private static NetworkCredential? Credentials(Uri proxy) => proxy.UserInfo.Split(':', 2) switch
    {
        [""] => null,
        [var user] => new(Uri.UnescapeDataString(user), ""),
        [var user, var password, ..] => new(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)),
        _ => null,
    };
}
