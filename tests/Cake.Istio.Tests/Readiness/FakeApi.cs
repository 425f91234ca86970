using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Cake.Istio.Tests.Cluster;
using Microsoft.AspNetCore.Http;

namespace Cake.Istio.Tests.Readiness;

/// <summary>Serves lists and watches of the objects that a test puts in, and breaks them on demand.</summary>
internal sealed class FakeApi
{
    private static readonly (string Root, string Kind, string Plural)[] Kinds =
    [
        ("/api/v1", "Pod", "pods"), ("/api/v1", "Event", "events"), ("/api/v1", "ConfigMap", "configmaps"),
        ("/apis/apps/v1", "Deployment", "deployments"), ("/apis/apps/v1", "ReplicaSet", "replicasets"), ("/apis/apps/v1", "DaemonSet", "daemonsets"), ("/apis/batch/v1", "Job", "jobs"),
    ];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Path, JsonObject Json)> _objects = [];
    private readonly List<(string Path, Channel<string?> Events)> _watches = [];
    private int _version = 100;

    /// <summary>The status codes that the next requests for a collection are answered with.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<int>> Refusals { get; } = new(StringComparer.Ordinal);

    /// <summary>Asked before every answer: null answers as it should, 0 drops the connection, anything else is a status code.</summary>
    public Func<int?>? Misbehaviour { get; set; }

    /// <summary>Whether watches are accepted and then hear nothing, as behind a proxy that keeps answers back.</summary>
    public bool AreWatchesMute { get; set; }

    /// <summary>What a pod's container wrote; before its restart with <c>-previous</c> appended to the pod's name.</summary>
    public ConcurrentDictionary<string, string> Logs { get; } = new(StringComparer.Ordinal);

    public void Put(JsonObject json)
    {
        lock (_lock)
        {
            var path = PathOf(json);
            json["metadata"]!["resourceVersion"] = (++_version).ToString();
            var key = $"{path}/{json["metadata"]!["name"]}";
            Send(path, _objects.ContainsKey(key) ? "MODIFIED" : "ADDED", json);
            _objects[key] = (path, json);
        }
    }

    public void Delete(JsonObject json)
    {
        lock (_lock)
        {
            json["metadata"]!["resourceVersion"] = (++_version).ToString();
            _objects.Remove($"{PathOf(json)}/{json["metadata"]!["name"]}");
            Send(PathOf(json), "DELETED", json);
        }
    }

    /// <summary>Ends every watch in the middle of a line.</summary>
    public void CutWatches() => End("""{"type":"MODIF""");

    /// <summary>Ends every watch with the event for a version that is too old.</summary>
    public void ExpireWatches() => End($$"""{"type":"ERROR","object":{{ClusterFixture.Status(410, "Expired", "too old resource version")}}}""" + "\n");

    /// <summary>Whether a watch of the collection is open.</summary>
    public bool IsWatched(string plural)
    {
        lock (_lock)
            return _watches.Exists(watch => watch.Path.EndsWith(plural, StringComparison.Ordinal));
    }

    public Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (Misbehaviour?.Invoke() is { } misbehaviour)
            return MisbehaveAsync(context, misbehaviour);
        if (path is "/api" or "/apis")
            return context.AnswerAsync(200, Discovery(path));
        if (Refusals.TryGetValue(path, out var refusals) && refusals.TryDequeue(out var code))
            return context.AnswerAsync(code, ClusterFixture.Status(code, "", "refused"));
        if (path.EndsWith("/log", StringComparison.Ordinal))
        {
            var pod = path.Split('/')[^2] + (context.Request.Query.ContainsKey("previous") ? "-previous" : "");
            return Logs.TryGetValue(pod, out var log) ? context.AnswerAsync(200, log) : context.AnswerAsync(400, ClusterFixture.Status(400, "BadRequest", "no log"));
        }

        return context.Request.Query.ContainsKey("watch") ? WatchAsync(context, path) : ListAsync(context, path);
    }

    private static Task MisbehaveAsync(HttpContext context, int code)
    {
        if (code != 0)
            return context.AnswerAsync(code, ClusterFixture.Status(code, "", "etcdserver: leader changed"));
        context.Abort();
        return Task.CompletedTask;
    }

    private async Task ListAsync(HttpContext context, string path)
    {
        string body;
        lock (_lock)
        {
            var items = new JsonArray([.. _objects.Values.Where(one => one.Path == path).Select(one => one.Json.DeepClone())]);
            body = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = _version.ToString() }, ["items"] = items }.ToJsonString();
        }

        await context.AnswerAsync(200, body);
    }

    private async Task WatchAsync(HttpContext context, string path)
    {
        var events = Channel.CreateUnbounded<string?>();
        lock (_lock)
        {
            var since = int.Parse(context.Request.Query["resourceVersion"]!);
            foreach (var (_, json) in _objects.Values.Where(one => !AreWatchesMute && one.Path == path && int.Parse((string)one.Json["metadata"]!["resourceVersion"]!) > since))
                events.Writer.TryWrite(Line("MODIFIED", json));
            _watches.Add((path, events));
        }

        await context.Response.Body.FlushAsync();
        await foreach (var line in events.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(line!);
            await context.Response.Body.FlushAsync();
        }
    }

    private void End(string last)
    {
        lock (_lock)
        {
            foreach (var (_, events) in _watches)
            {
                events.Writer.TryWrite(last);
                events.Writer.Complete();
            }

            _watches.Clear();
        }
    }

    private void Send(string path, string type, JsonObject json)
    {
        if (AreWatchesMute)
            return;
        foreach (var (_, events) in _watches.Where(watch => watch.Path == path))
            events.Writer.TryWrite(Line(type, json));
    }

    private static string Line(string type, JsonObject json) => new JsonObject { ["type"] = type, ["object"] = json.DeepClone() }.ToJsonString() + "\n";

    private static string PathOf(JsonObject json)
    {
        var (root, _, plural) = Kinds.Single(kind => kind.Kind == (string?)json["kind"]);
        return $"{root}/namespaces/{json["metadata"]!["namespace"]}/{plural}";
    }

    private static string Discovery(string path)
    {
        var groups = Kinds.Where(kind => kind.Root.StartsWith(path + "/", StringComparison.Ordinal)).GroupBy(kind => kind.Root, StringComparer.Ordinal).Select(group => (JsonNode)new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = path == "/api" ? "" : group.Key.Split('/')[2] },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["version"] = "v1",
                ["resources"] = new JsonArray([.. group.Select(kind => new JsonObject
                {
                    ["resource"] = kind.Plural, ["responseKind"] = new JsonObject { ["kind"] = kind.Kind }, ["scope"] = "Namespaced", ["verbs"] = new JsonArray("list", "watch"),
                })]),
            }),
        });
        return new JsonObject { ["kind"] = "APIGroupDiscoveryList", ["items"] = new JsonArray([.. groups]) }.ToJsonString();
    }
}
