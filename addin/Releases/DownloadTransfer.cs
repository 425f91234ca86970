using System.Net;
using System.Net.Http.Headers;

namespace Cake.Istio.Releases;

/// <summary>Brings an archive into a <see cref="PartialFile"/>, in as many pieces as the network makes of it.</summary>
internal sealed class DownloadTransfer(DownloadClient client, PartialFile partial, DownloadMeter meter, long mostBytes)
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Runs until the file is complete; false where the server has none.</summary>
    public Task<bool> RunAsync(Uri url, CancellationToken cancellationToken) =>
        client.GetAsync(url, AskForTheRest, (response, patience) => ReceiveAsync(url, response, patience), () => partial.Length, meter.Report, cancellationToken);

    private void AskForTheRest(HttpRequestMessage request)
    {
        if (partial.Length == 0 || partial.State.Validator is not { } validator)
            return;
        request.Headers.Range = new RangeHeaderValue(partial.Length, to: null);
        request.Headers.TryAddWithoutValidation("If-Range", validator);
    }

    private async Task<bool> ReceiveAsync(Uri url, HttpResponseMessage response, DownloadPatience patience)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return false;
            case HttpStatusCode.RequestedRangeNotSatisfiable when partial.Length > 0 && partial.Length == response.Content.Headers.ContentRange?.Length:
                partial.Resume();
                return true;
            case HttpStatusCode.PartialContent when Continues(response.Content.Headers.ContentRange):
                partial.Resume();
                break;
            case HttpStatusCode.OK:
                await partial.RestartAsync(ValidatorOf(response), response.Content.Headers.ContentLength, patience.CancellationToken);
                break;
            default:
                await partial.RestartAsync(validator: null, total: null, patience.CancellationToken);
                throw new DownloadFault("the server sent another part than was asked for");
        }
        await CopyAsync(url, response, patience);
        return true;
    }

    private async Task CopyAsync(Uri url, HttpResponseMessage response, DownloadPatience patience)
    {
        meter.Begin(partial.Length, partial.State.Total);
        var buffer = new byte[BufferSize];
        await using var body = await response.Content.ReadAsStreamAsync(patience.CancellationToken);
        for (int read; (read = await patience.WaitAsync(token => body.ReadAsync(buffer, token).AsTask())) > 0; meter.Add(read))
        {
            if (partial.Length + read > mostBytes)
                throw DownloadErrors.Failed(url, $"it is larger than {mostBytes >> 20} MiB, which no release is");
            await partial.AppendAsync(buffer.AsMemory(0, read), patience.CancellationToken);
        }
        if (partial.State.Total is { } total && partial.Length != total)
            throw new DownloadFault($"the transfer ended after {partial.Length} of {total} bytes");
    }

    private bool Continues(ContentRangeHeaderValue? range) =>
        range?.From == partial.Length && (range.Length is null || partial.State.Total is null || range.Length == partial.State.Total);

    // A weak entity tag says "equivalent", not "the same bytes" (RFC 9110, 13.1.5).
    private static string? ValidatorOf(HttpResponseMessage response) => response.Headers.ETag is { IsWeak: false } tag
        ? tag.ToString()
        : response.Content.Headers.LastModified?.ToString("R");
}
