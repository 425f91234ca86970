using System.Buffers;

namespace Cake.Istio.Sandbox.Endpoints;

/// <summary>Writes the lines of a watch: one JSON object each.</summary>
internal sealed class WatchEvents(ApiCall call, ListOptions options, Negotiated form, TimeProvider time)
{
    private readonly ObjectPresenter _presenter = new(call, form, time);

    /// <summary>An object that was there when the watch began.</summary>
    public void WriteInitial(IBufferWriter<byte> body, StoredObject stored) => Line(body, "ADDED", stored);

    /// <summary>A change as the selectors make it look, or a bookmark.</summary>
    public void Write(IBufferWriter<byte> body, WatchItem item)
    {
        if (item.Change is not { } change)
        {
            WriteBookmark(body, item.Version, endOfInitial: false);
            return;
        }
        if (call.Path.Namespace is { } space && change.Namespace != space)
            return;
        var now = change.Type != StateChangeType.Deleted && options.Matches(change.Current);
        var before = change.Previous is { } previous && options.Matches(previous);
        switch (now, before)
        {
            case (true, false):
                Line(body, "ADDED", change.Current);
                break;
            case (true, true):
                Line(body, "MODIFIED", change.Current);
                break;
            case (false, true):
                Line(body, "DELETED", change.Current);
                break;
            default:
                break;
        }
    }

    /// <summary>Tells up to which version the watcher has seen everything.</summary>
    public void WriteBookmark(IBufferWriter<byte> body, long version, bool endOfInitial)
    {
        var annotations = endOfInitial ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "";
        var (kind, apiVersion) = form.Form switch
        {
            AnswerForm.Table => ("Table", "meta.k8s.io/v1"),
            AnswerForm.Metadata => ("PartialObjectMetadata", "meta.k8s.io/v1"),
            _ => (call.Resource.Kind, call.Resource.ApiVersion),
        };
        var line = $"{{\"type\":\"BOOKMARK\",\"object\":{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":{{\"resourceVersion\":\"{version}\"{annotations}}}}}}}\n";
        body.Write(Encoding.UTF8.GetBytes(line));
    }

    private void Line(IBufferWriter<byte> body, string type, StoredObject stored)
    {
        body.Write(Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":"));
        body.Write(_presenter.One(stored).Span);
        body.Write("}\n"u8);
    }
}
