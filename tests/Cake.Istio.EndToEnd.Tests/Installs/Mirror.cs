using System.Net;
using System.Net.Sockets;

namespace Cake.Istio.EndToEnd.Tests.Installs;

/// <summary>A web server on loopback: files by name, or one answer to everything.</summary>
internal sealed class Mirror : IDisposable
{
    private readonly HttpListener _listener = new();

    public Mirror(Func<HttpListenerContext, (int Status, string Body)>? answer = null)
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Url.AbsoluteUri);
        _listener.Start();
        _ = ServeAsync(answer);
    }

    public Uri Url { get; }

    public Dictionary<string, byte[]> Files { get; } = [];

    public void Dispose() => _listener.Close();

    private async Task ServeAsync(Func<HttpListenerContext, (int Status, string Body)>? answer)
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var content = Content(context, answer);
            context.Response.ContentLength64 = content.Length;
            if (context.Request.HttpMethod != "HEAD")
                await context.Response.OutputStream.WriteAsync(content);
            context.Response.Close();
        }
    }

    private byte[] Content(HttpListenerContext context, Func<HttpListenerContext, (int Status, string Body)>? answer)
    {
        if (answer is not null)
        {
            var (status, body) = answer(context);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            return System.Text.Encoding.UTF8.GetBytes(body);
        }

        if (Files.TryGetValue(Path.GetFileName(context.Request.Url!.AbsolutePath), out var file))
            return file;
        context.Response.StatusCode = 404;
        return [];
    }
}
