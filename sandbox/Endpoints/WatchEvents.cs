using System.Buffers;
using Cake.Istio.Sandbox.Decoding;

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
                // What no longer is selected is shown as it was when it still was.
                Line(body, "DELETED", change.Type == StateChangeType.Deleted
                    ? change.Current
                    : StoredObjectWriter.Write(change.Resource, change.Namespace, change.Name, change.Current.ResourceVersion, change.Previous!.Read()));
                break;
            default:
                break;
        }
    }

    /// <summary>Tells up to which version the watcher has seen everything.</summary>
    public void WriteBookmark(IBufferWriter<byte> body, long version, bool endOfInitial)
    {
        var value = EmptyObject.Of(call.Resource.Schema);
        var metadata = value.Child("metadata");
        metadata["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        if (endOfInitial)
            metadata.Child("annotations")["k8s.io/initial-events-end"] = "true";
        Line(body, "BOOKMARK", StoredObjectWriter.Write(call.Resource.Key, null, "", version, value));
    }

    private void Line(IBufferWriter<byte> body, string type, StoredObject stored)
    {
        body.Write(Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":"));
        body.Write(_presenter.One(stored).Span);
        body.Write("}\n"u8);
    }
}
