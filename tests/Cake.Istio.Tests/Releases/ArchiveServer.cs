using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cake.Istio.Tests.Releases;

/// <summary>An HTTP server on loopback that can also behave badly: it writes its answers byte by byte itself.</summary>
internal sealed class ArchiveServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ServerRequest, ServerAnswer> _answer;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;

    public ArchiveServer(Func<ServerRequest, ServerAnswer> answer, int port = 0)
    {
        _answer = answer;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public ConcurrentQueue<ServerRequest> Requests { get; } = [];

    /// <summary>Serves files by path, and a <c>.sha256</c> for each.</summary>
    public static ArchiveServer Of(IReadOnlyDictionary<string, byte[]> files, Func<ServerRequest, ServerAnswer, ServerAnswer>? change = null, int port = 0) => new(request =>
    {
        var name = request.Path.TrimStart('/');
        var answer = files.TryGetValue(name, out var content) ? ServerAnswer.File(request, content)
            : name.EndsWith(".sha256", StringComparison.Ordinal) && files.TryGetValue(name[..^".sha256".Length], out var archive)
                ? ServerAnswer.Text($"{Pack.Sha256(archive)} {name[..^".sha256".Length]}\n")
                : ServerAnswer.NotFound;
        return change is null ? answer : change(request, answer);
    }, port);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await ReadAsync(new StreamReader(stream, Encoding.ASCII));
                Requests.Enqueue(request);
                await WriteAsync(client, stream, _answer(request));
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client has gone, or the test is over.
            }
        }
    }

    private async Task<ServerRequest> ReadAsync(StreamReader reader)
    {
        var target = (await reader.ReadLineAsync(_stop.Token) ?? throw new IOException("no request")).Split(' ')[1];
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
            headers[line.Split(':')[0]] = line[(line.IndexOf(':') + 1)..].Trim();
        return new ServerRequest(target.Split('?')[0], headers);
    }

    private async Task WriteAsync(TcpClient client, NetworkStream stream, ServerAnswer answer)
    {
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} Answer\r\nConnection: close\r\n");
        if (answer.Length is null or >= 0)
            head.Append($"Content-Length: {answer.Length ?? answer.Body.Length}\r\n");
        foreach (var (name, value) in answer.Headers)
            head.Append($"{name}: {value}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\n"), _stop.Token);
        await stream.WriteAsync(answer.Body.AsMemory(0, answer.CutAfter ?? answer.StallAfter ?? answer.Body.Length), _stop.Token);
        if (answer.StallAfter is not null)
            await Task.Delay(Timeout.Infinite, _stop.Token);
        // A reset may overtake what was sent, so even a cut connection is closed in order.
        client.Client.Shutdown(SocketShutdown.Send);
    }
}
