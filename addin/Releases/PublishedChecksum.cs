using System.Net;
using System.Text;
using Cake.Istio.Errors;
using Cake.Istio.Reporting;

namespace Cake.Istio.Releases;

/// <summary>The <c>.sha256</c> file that Istio publishes beside each archive (from 1.0.3 on).</summary>
internal static class PublishedChecksum
{
    private const int LargestFile = 4096;
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Gives the checksum, or null where the server has no such file.</summary>
    /// <exception cref="MeshException"><see cref="ErrorCode.ChecksumMissing"/>: the file holds something else.</exception>
    public static async Task<string?> GetAsync(DownloadClient client, Uri archive, Action<string> note, CancellationToken cancellationToken)
    {
        var url = DownloadUrl.ChecksumOf(archive);
        var text = await AskAsync(client, url, ReadAsync, said => note($"its .sha256: {said}"), cancellationToken);
        return text is null ? null : Checksum.FromPublished(text) ?? throw new MeshException(
            ErrorCode.ChecksumMissing, $"{ShownUrl.Of(url)} holds no SHA-256.", "Give the archive's own with --sha256=<64 hexadecimal digits>, or --sha256=none to go without.");
    }

    /// <summary>Whether the server has the archive itself.</summary>
    public static async Task<bool> IsThereAsync(DownloadClient client, Uri archive, Action<string> note, CancellationToken cancellationToken) =>
        await AskAsync(client, archive, (_, _) => Task.FromResult(""), note, cancellationToken) is not null;

    /// <summary>The error of an archive without a published checksum.</summary>
    public static MeshException Missing(Uri archive) => new(
        ErrorCode.ChecksumMissing,
        $"no checksum is published for {ShownUrl.Of(archive)} (no .sha256 beside it), so nothing was downloaded.",
        "Give the archive's own with --sha256=<64 hexadecimal digits>, or --sha256=none to go without.");

    private static Task<string?> AskAsync(
        DownloadClient client, Uri url, Func<HttpResponseMessage, DownloadPatience, Task<string>> read, Action<string> note, CancellationToken cancellationToken) =>
        client.GetAsync(
            url,
            _ => { },
            async (response, patience) => response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone ? null : await read(response, patience),
            () => 0,
            note,
            cancellationToken);

    private static async Task<string> ReadAsync(HttpResponseMessage response, DownloadPatience patience)
    {
        await using var body = await response.Content.ReadAsStreamAsync(patience.CancellationToken);
        var buffer = new byte[LargestFile];
        var length = await patience.WaitAsync(token => body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, token).AsTask());
        return Encoding.UTF8.GetString(buffer, 0, length).TrimStart(ByteOrderMark);
    }
}
