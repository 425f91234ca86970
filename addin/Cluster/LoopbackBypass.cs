using System.Net;

namespace Cake.Istio.Cluster;

/// <summary>The proxy of HTTPS_PROXY and the like, but for this machine itself, which no proxy reaches: as kubectl does it (Go's <c>http.ProxyFromEnvironment</c>).</summary>
/// <param name="proxy">The proxy of the environment.</param>
internal sealed class LoopbackBypass(IWebProxy proxy) : IWebProxy
{
    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : proxy.GetProxy(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
}
