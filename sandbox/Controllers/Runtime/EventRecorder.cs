using System.Collections.Concurrent;

namespace Cake.Istio.Sandbox.Controllers.Runtime;

/// <summary>Writes Events as client-go's recorder does: the same thing happening again raises the count of the event that is there.</summary>
internal sealed class EventRecorder(IClusterState state, ClusterWriter writer, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Uid, string? Part, string Reason, string Message), ObjectKey> _recorded = new();

    /// <summary>Records that something happened to an object.</summary>
    public async Task RecordAsync(Write.Emit happened, ControllerIdentity identity, CancellationToken cancellationToken)
    {
        var key = (happened.Regarding.Uid(), happened.FieldPath, happened.Reason, happened.Message);
        if (_recorded.TryGetValue(key, out var known) && state.Get(Resources.Events, known.Namespace, known.Name) is { } existing)
        {
            existing["count"] = (existing.Number("count") ?? 1) + 1;
            existing["lastTimestamp"] = time.GetUtcNow().Stamp();
            existing.Child("metadata").Remove("resourceVersion");
            await writer.ReplaceAsync(Resources.Events, existing, null, identity, cancellationToken);
            return;
        }
        try
        {
            var created = await writer.CreateAsync(Resources.Events, New(happened, identity), identity, cancellationToken);
            _recorded[key] = new ObjectKey(created.Namespace(), created.Name());
        }
        catch (StatusException exception) when (exception.Code is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            // The namespace is going or gone; a real recorder drops the event too.
            _recorded.TryRemove(key, out _);
        }
    }

    /// <summary>Forgets an event that no longer exists.</summary>
    public void Forget(ObjectKey gone)
    {
        foreach (var (key, value) in _recorded)
        {
            if (value == gone)
                _recorded.TryRemove(key, out _);
        }
    }

    private JsonObject New(Write.Emit happened, ControllerIdentity identity)
    {
        var regarding = happened.Regarding;
        var now = time.GetUtcNow();
        var @namespace = regarding.Namespace() ?? "default";
        var involved = new JsonObject
        {
            ["kind"] = regarding.Text("kind"),
            ["namespace"] = regarding.Namespace(),
            ["name"] = regarding.Name(),
            ["uid"] = regarding.Uid(),
            ["apiVersion"] = regarding.Text("apiVersion"),
            ["resourceVersion"] = regarding.Text("metadata", "resourceVersion"),
        };
        if (happened.FieldPath is not null)
            involved["fieldPath"] = happened.FieldPath;
        if (regarding.Namespace() is null)
            involved.Remove("namespace");
        var source = new JsonObject { ["component"] = identity.Component };
        if (happened.Host is not null)
            source["host"] = happened.Host;
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = $"{regarding.Name()}.{Unique(now)}", ["namespace"] = @namespace },
            ["involvedObject"] = involved,
            ["reason"] = happened.Reason,
            ["message"] = happened.Message,
            ["source"] = source,
            ["firstTimestamp"] = now.Stamp(),
            ["lastTimestamp"] = now.Stamp(),
            ["count"] = 1,
            ["type"] = happened.IsWarning ? "Warning" : "Normal",
            ["eventTime"] = null,
            ["reportingComponent"] = identity.Component,
            ["reportingInstance"] = happened.Host ?? "",
        };
    }

    private long _last;

    // Nanoseconds in hexadecimal, as client-go names events; never the same twice, however coarse the clock.
    private string Unique(DateTimeOffset now)
    {
        var wanted = (now - DateTimeOffset.UnixEpoch).Ticks * 100;
        long last, next;
        do
        {
            last = Interlocked.Read(ref _last);
            next = Math.Max(wanted, last + 1);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);
        return next.ToString("x", CultureInfo.InvariantCulture);
    }
}
