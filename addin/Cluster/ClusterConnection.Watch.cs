using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cake.Istio.Cluster;

public sealed partial class ClusterConnection
{
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
            ("labelSelector", options?.LabelSelector),
            ("fieldSelector", options?.FieldSelector)));
        using var response = await _transport.OpenAsync(request, cancel);
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await ReadEventAsync(reader, cancel) is { } json)
        {
            if (json["object"] is not JsonObject content)
                yield break;
            json.Remove("object");
            var type = (string?)json["type"];
            if (type == "ERROR")
                throw new ApiException(ApiStatus.Read(content, 500), $"watch of {request}", Target);
            yield return new(Enum.Parse<WatchEventType>(type ?? "", ignoreCase: true), content);
        }
    }

    private static async Task<JsonObject?> ReadEventAsync(StreamReader reader, CancellationToken cancel)
    {
        try
        {
            var line = await reader.ReadLineAsync(cancel);
            return line is null ? null : JsonNode.Parse(line) as JsonObject;
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException or JsonException)
        {
            return null;
        }
    }
}
