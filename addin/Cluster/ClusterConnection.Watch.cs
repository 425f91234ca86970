using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cake.Istio.Manifests;

namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
    /// <summary>
    /// The server ends a watch after this time, and a connection that died unseen is given up a little later: soon enough for whoever waits to list again
    /// before the wait ends for want of news.
    /// </summary>
    private const int WatchSeconds = 40;
    private const int WatchGraceSeconds = 10;

    /// <summary>Watches objects from a resourceVersion on, with bookmarks. One watch: the caller lists and watches again when it ends.</summary>
    /// <remarks>It ends without an error when the server closes it and when the connection breaks: the remedy is the same.</remarks>
    /// <param name="resource">Their kind.</param>
    /// <param name="ns">Their namespace, or null for all of them and for cluster-scoped objects.</param>
    /// <param name="resourceVersion">Where to start, from <see cref="ObjectList.ResourceVersion"/> or the last event.</param>
    /// <param name="options">Narrows the watch, or null.</param>
    /// <param name="cancel">Ends the watch at once.</param>
    /// <exception cref="ApiException">The server refused; <see cref="ApiStatus.IsExpired"/> says that the version is too old.</exception>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        ApiResource resource, string? ns, string resourceVersion, ListOptions? options, [EnumeratorCancellation] CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var request = new ApiRequest(HttpMethod.Get, QueryString.Of(
            resource.CollectionPath(ns),
            ("watch", "true"),
            ("allowWatchBookmarks", "true"),
            ("resourceVersion", resourceVersion),
            ("timeoutSeconds", WatchSeconds.ToString()),
            ("labelSelector", options?.LabelSelector),
            ("fieldSelector", options?.FieldSelector)));
        using var lifetime = new CancellationTokenSource(TimeSpan.FromSeconds(WatchSeconds + WatchGraceSeconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime.Token, cancel);
        using var response = await _transport.OpenAsync(request, cancel);
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await ReadEventAsync(reader, either.Token) is { } json)
        {
            if (json["object"] is not JsonObject content)
                yield break;
            json.Remove("object");
            var type = (string?)json["type"];
            if (type == "ERROR")
                throw new ApiException(ApiStatus.Read(content, 500), $"watch of {resource.CollectionPath(ns)}", Target);
            if (Enum.TryParse<WatchEventType>(type, ignoreCase: true, out var known))
                yield return new(known, content);
        }

        cancel.ThrowIfCancellationRequested();
    }

    private static async Task<JsonObject?> ReadEventAsync(StreamReader reader, CancellationToken cancel)
    {
        try
        {
            var line = await reader.ReadLineAsync(cancel);
            return line is null ? null : JsonNode.Parse(line, null, KubeJson.Documents) as JsonObject;
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException or JsonException or OperationCanceledException)
        {
            // Broken, cut in the middle of a line, or silent for too long: the caller watches again, unless it cancelled.
            return null;
        }
    }
}
